using System.Globalization;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Tells the audit log which webhooks saw a request and what they did to it.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/labels-annotations-taints/audit-annotations/"/></remarks>
internal static class WebhookAnnotations
{
    /// <summary>A mutating webhook has been asked.</summary>
    /// <param name="candidate">The webhook.</param>
    /// <param name="request">The request.</param>
    /// <param name="patch">The patch that changed the object; empty where nothing changed it.</param>
    public static void Asked(WebhookCandidate candidate, AdmissionRequest request, byte[] patch)
    {
        if (request.Annotate is not { } annotate) return;
        var place = PlaceOf(candidate, request);
        var mutation = new JsonObject { ["configuration"] = candidate.Webhook.Configuration, ["webhook"] = candidate.Webhook.Name, ["mutated"] = patch.Length > 0 };
        annotate($"mutation.webhook.admission.k8s.io/{place}", JsonCodec.ToText(mutation));
        if (patch.Length == 0 || request.AnnotateInDetail is not { } detail) return;
        var change = new JsonObject { ["configuration"] = candidate.Webhook.Configuration, ["webhook"] = candidate.Webhook.Name, ["patch"] = JsonCodec.Parse(patch), ["patchType"] = "JSONPatch" };
        detail($"patch.webhook.admission.k8s.io/{place}", JsonCodec.ToText(change));
    }

    /// <summary>A mutating webhook couldn't be asked, and the request goes on without it.</summary>
    public static void MutatingFailedOpen(WebhookCandidate candidate, AdmissionRequest request) =>
        request.Annotate?.Invoke($"failed-open.mutation.webhook.admission.k8s.io/{PlaceOf(candidate, request)}", candidate.Webhook.Name);

    /// <summary>A validating webhook couldn't be asked, and the request goes on without it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="index">Its place among those that were asked.</param>
    /// <param name="request">The request.</param>
    public static void ValidatingFailedOpen(string name, int index, AdmissionRequest request) =>
        request.Annotate?.Invoke(string.Create(CultureInfo.InvariantCulture, $"failed-open.validating.webhook.admission.k8s.io/round_0_index_{index}"), name);

    private static string PlaceOf(WebhookCandidate candidate, AdmissionRequest request) => string.Create(CultureInfo.InvariantCulture, $"round_{(request.IsReinvocation ? 1 : 0)}_index_{candidate.Index}");
}
