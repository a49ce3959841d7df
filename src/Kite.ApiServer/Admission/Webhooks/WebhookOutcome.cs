using Kite.Api.Errors;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>What asking a validating webhook came to.</summary>
/// <param name="Warnings">What the client is to be told.</param>
/// <param name="AuditAnnotations">What the audit log is to be told, under the webhook's name.</param>
/// <param name="Refusal">Why the request is refused; null where it isn't.</param>
internal sealed record WebhookOutcome(IReadOnlyList<string> Warnings, IReadOnlyList<KeyValuePair<string, string>> AuditAnnotations, ApiStatusException? Refusal)
{
    /// <summary>The name of the webhook, where the request goes on because it couldn't be asked; else null.</summary>
    public string? FailedOpen { get; init; }
}
