using System.Diagnostics;
using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Asks webhooks about requests.</summary>
internal sealed class WebhookCaller(WebhookClient client, ReviewReader reader, ConvertedObjects objects, AdmissionWebhookMetrics metrics)
{
    /// <summary>Asks a webhook.</summary>
    /// <exception cref="CallingWebhookException">It couldn't be asked, or its answer can't be used.</exception>
    /// <exception cref="ApiStatusException">The request is a dry run, which the webhook doesn't take.</exception>
    public async Task<WebhookVerdict> AskAsync(WebhookCandidate candidate, AdmissionRequest request, JsonObject? value, bool isMutating, CancellationToken cancellationToken)
    {
        var webhook = candidate.Webhook;
        if (request.IsDryRun && !webhook.AllowsDryRun) throw ApiErrors.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run");
        var started = Stopwatch.GetTimestamp();
        try
        {
            var verdict = await CallAsync(candidate, request, value, isMutating, cancellationToken);
            metrics.Asked(webhook.Name, request.Operation, !isMutating, started, verdict.IsAllowed ? 0 : WebhookDenial.CodeOf(verdict.Status));
            return verdict;
        }
        catch (CallingWebhookException)
        {
            metrics.Failed(webhook.Name, request.Operation, !isMutating, started, webhook.IgnoresFailures);
            throw;
        }
    }

    private async Task<WebhookVerdict> CallAsync(WebhookCandidate candidate, AdmissionRequest request, JsonObject? value, bool isMutating, CancellationToken cancellationToken)
    {
        var webhook = candidate.Webhook;
        if (webhook.ReviewVersion is not { } version)
            throw new CallingWebhookException(webhook.Name, "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)");
        var uid = Guid.NewGuid().ToString();
        var old = await objects.ToMatchedAsync(request, candidate.Match, request.OldObject, cancellationToken);
        var review = ReviewWriter.Write(version, uid, request, candidate.Match, value, old);
        JsonObject answer;
        try
        {
            answer = await client.PostAsync(webhook.Address, review, webhook.Timeout, tellTimeout: true, cancellationToken);
        }
        catch (WebhookCallException e)
        {
            throw new CallingWebhookException(webhook.Name, $"failed to call webhook: {e.Message}", e);
        }
        try
        {
            return reader.Read(answer, version, uid, isMutating);
        }
        catch (InvalidReviewException e)
        {
            throw new CallingWebhookException(webhook.Name, $"received invalid webhook response: {e.Message}", e);
        }
    }
}
