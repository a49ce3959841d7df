using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.ApiServer.Admission.Matching;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Lets the webhooks of MutatingWebhookConfigurations change or refuse objects, one after the other.</summary>
internal sealed partial class MutatingAdmissionWebhook(
    WebhookIndex index,
    WebhookSelection selection,
    WebhookCaller caller,
    WebhookPatches patches,
    ConvertedObjects objects,
    ILogger<MutatingAdmissionWebhook> logger) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "MutatingAdmissionWebhook";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var candidates = index.Current.For(request);
        return candidates.Count == 0 ? ValueTask.CompletedTask : MutateAsync(candidates, request, cancellationToken);
    }

    private async ValueTask MutateAsync(IReadOnlyList<WebhookCandidate> candidates, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var rounds = request.Of(Name);
        if (request.IsReinvocation) rounds.Begin(request.Object);
        foreach (var candidate in candidates)
        {
            if (!await selection.SelectsAsync(candidate, request, cancellationToken)) continue;
            if (request.IsReinvocation && !rounds.IsDue(candidate.Webhook.Id)) continue;
            try
            {
                if (await MutateAsync(candidate, request, cancellationToken))
                {
                    rounds.Changed();
                    request.NeedsReinvocation = true;
                }
            }
            catch (CallingWebhookException e) when (candidate.Webhook.IgnoresFailures)
            {
                WebhookAnnotations.MutatingFailedOpen(candidate, request);
                Log.FailedOpen(logger, candidate.Webhook.Name, e.Message);
            }
            catch (CallingWebhookException e)
            {
                throw ApiErrors.Internal(e.Message, e);
            }
            if (candidate.Webhook.IsReinvocable) rounds.Seen(candidate.Webhook.Id);
        }
        rounds.End(request.Object);
    }

    /// <returns>True where the webhook changed the object.</returns>
    private async ValueTask<bool> MutateAsync(WebhookCandidate candidate, AdmissionRequest request, CancellationToken cancellationToken)
    {
        byte[] patch = [];
        try
        {
            patch = await PatchAsync(candidate, request, cancellationToken);
            return patch.Length > 0;
        }
        finally
        {
            WebhookAnnotations.Asked(candidate, request, patch);
        }
    }

    /// <returns>The patch that changed the object; empty where nothing did.</returns>
    private async ValueTask<byte[]> PatchAsync(WebhookCandidate candidate, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var value = await objects.ToMatchedAsync(request, candidate.Match, request.Object, cancellationToken);
        var verdict = await caller.AskAsync(candidate, request, value, isMutating: true, cancellationToken);
        foreach (var warning in verdict.Warnings) request.Warn(warning);
        foreach (var (key, text) in verdict.AuditAnnotations) request.Annotate?.Invoke($"{candidate.Webhook.Name}/{key}", text);
        if (!verdict.IsAllowed) throw WebhookDenial.Of(candidate.Webhook.Name, verdict.Status);
        if (await patches.ApplyAsync(candidate, request, value, verdict, cancellationToken) is not { } patched) return [];
        ManagedFieldsGuard.Keep(request, patched);
        var isChanged = !JsonNode.DeepEquals(patched, request.Object);
        request.Object = patched;
        return isChanged ? verdict.Patch : [];
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Failed calling webhook, failing open {Webhook}: {Reason}")]
        public static partial void FailedOpen(ILogger logger, string webhook, string reason);
    }
}
