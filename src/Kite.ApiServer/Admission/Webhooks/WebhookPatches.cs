using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Patches;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Makes the patches that webhooks answer with.</summary>
internal sealed class WebhookPatches(ConvertedObjects objects, MutatedObjects mutated)
{
    /// <summary>The patched object, in the version of the request, with defaults and without what its kind doesn't know; null where the patch does nothing.</summary>
    /// <param name="candidate">The webhook.</param>
    /// <param name="request">The request.</param>
    /// <param name="value">The object in the webhook's version; not changed.</param>
    /// <param name="verdict">The webhook's answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CallingWebhookException">What it answered is no patch.</exception>
    /// <exception cref="ApiStatusException">There is nothing to patch, or the patch doesn't fit (<c>InternalError</c>).</exception>
    public async ValueTask<JsonObject?> ApplyAsync(WebhookCandidate candidate, AdmissionRequest request, JsonObject? value, WebhookVerdict verdict, CancellationToken cancellationToken)
    {
        var name = candidate.Webhook.Name;
        if (verdict.Patch.Length == 0) return null;
        var patch = Parse(name, verdict.Patch);
        if (patch.IsEmpty) return null;
        if (value is null) throw ApiErrors.Internal($"admission webhook \"{name}\" attempted to modify the object, which is not supported for this operation");
        if (verdict.PatchType != "JSONPatch") throw new CallingWebhookException(name, $"unsupported patch type \"{verdict.PatchType}\"");
        try
        {
            var patched = mutated.Read(request, candidate.Match, patch.Apply((JsonObject)value.DeepClone()));
            return await objects.FromMatchedAsync(request, candidate.Match, patched, cancellationToken);
        }
        catch (ApiStatusException e)
        {
            throw ApiErrors.Internal((e.InnerException ?? e).Message, e);
        }
    }

    private static JsonPatch Parse(string name, byte[] patch)
    {
        try
        {
            return JsonPatch.Parse(patch);
        }
        catch (ApiStatusException e)
        {
            throw new CallingWebhookException(name, $"received undecodable patch in webhook response: {e.Message}", e);
        }
    }
}
