using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Refusals by webhooks, as the client is told of them.</summary>
internal static class WebhookDenial
{
    private const int BadRequest = 400;

    /// <summary>The failure of a request that a webhook doesn't allow.</summary>
    /// <param name="webhook">The webhook's name.</param>
    /// <param name="status">The <c>Status</c> it answered with; null where there is none.</param>
    public static ApiStatusException Of(string webhook, JsonObject? status)
    {
        var by = $"admission webhook \"{webhook}\" denied the request";
        var reason = status.Text("reason");
        var message = status.Text("message") is { Length: > 0 } text ? $"{by}: {text}" : reason.Length > 0 ? $"{by}: {reason}" : $"{by} without explanation";
        var isKnown = Enum.TryParse<StatusReason>(reason, out var known) && known.ToString() == reason;
        var failure = new ApiStatusException(isKnown ? known : StatusReason.Unknown, message, Details(status.Object("details")), CodeOf(status));
        if (!isKnown && reason.Length > 0) failure.Data[StatusJson.ReasonKey] = reason;
        return failure;
    }

    /// <summary>The status code with which a webhook refuses.</summary>
    public static int CodeOf(JsonObject? status) => (int)Math.Clamp(status.Integer("code") ?? 0, BadRequest, int.MaxValue);

    private static StatusDetails? Details(JsonObject? details) => details is null ? null : new()
    {
        Name = details.Text("name"),
        Group = details.Text("group"),
        Kind = details.Text("kind"),
        Uid = details.Text("uid"),
        RetryAfterSeconds = (int)Math.Clamp(details.Integer("retryAfterSeconds") ?? 0, 0, int.MaxValue),
        Causes = [.. details.Objects("causes").Select(cause => new StatusCause(cause.Text("reason"), cause.Text("message"), cause.Text("field")))],
    };
}
