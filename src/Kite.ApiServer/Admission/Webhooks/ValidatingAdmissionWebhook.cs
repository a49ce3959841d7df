using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Lets the webhooks of ValidatingWebhookConfigurations refuse objects, all at the same time.</summary>
internal sealed partial class ValidatingAdmissionWebhook(WebhookIndex index, WebhookSelection selection, WebhookCaller caller, ConvertedObjects objects, ILogger<ValidatingAdmissionWebhook> logger) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionWebhook";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var candidates = index.Current.For(request);
        return candidates.Count == 0 ? ValueTask.CompletedTask : ValidateAsync(candidates, request, cancellationToken);
    }

    private async ValueTask ValidateAsync(IReadOnlyList<WebhookCandidate> candidates, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<GroupVersionKind, JsonObject?>();
        var asked = new List<Task<WebhookOutcome>>();
        foreach (var candidate in candidates)
        {
            if (!await selection.SelectsAsync(candidate, request, cancellationToken)) continue;
            if (!versions.TryGetValue(candidate.Match.Kind, out var value)) versions.Add(candidate.Match.Kind, value = await objects.ToMatchedAsync(request, candidate.Match, request.Object, cancellationToken));
            asked.Add(AskAsync(candidate, request, value, cancellationToken));
        }
        ApiStatusException? refused = null;
        var outcomes = await Task.WhenAll(asked);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var outcome = outcomes[i];
            if (outcome.FailedOpen is { } webhook) WebhookAnnotations.ValidatingFailedOpen(webhook, i, request);
            foreach (var warning in outcome.Warnings) request.Warn(warning);
            foreach (var (key, text) in outcome.AuditAnnotations) request.Annotate?.Invoke(key, text);
            refused ??= outcome.Refusal;
        }
        if (refused is not null) throw refused;
    }

    private async Task<WebhookOutcome> AskAsync(WebhookCandidate candidate, AdmissionRequest request, JsonObject? value, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await caller.AskAsync(candidate, request, value, isMutating: false, cancellationToken);
            return new(verdict.Warnings, [.. verdict.AuditAnnotations.Select(annotation => KeyValuePair.Create($"{candidate.Webhook.Name}/{annotation.Key}", annotation.Value))], verdict.IsAllowed ? null : WebhookDenial.Of(candidate.Webhook.Name, verdict.Status));
        }
        catch (CallingWebhookException e) when (candidate.Webhook.IgnoresFailures)
        {
            Log.FailedOpen(logger, candidate.Webhook.Name, e.Message);
            return new([], [], null) { FailedOpen = candidate.Webhook.Name };
        }
        catch (CallingWebhookException e)
        {
            return new([], [], ApiErrors.Internal(e.Message, e));
        }
        catch (ApiStatusException e)
        {
            return new([], [], e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Failed calling webhook, failing open {Webhook}: {Reason}")]
        public static partial void FailedOpen(ILogger logger, string webhook, string reason);
    }
}
