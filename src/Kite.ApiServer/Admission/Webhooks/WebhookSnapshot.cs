using System.Collections.Concurrent;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>All webhooks of one sort as they were configured at a time, by name of their configurations, with what has been found out about which requests they match.</summary>
/// <param name="version">The versions of the configurations and of the catalogue.</param>
/// <param name="webhooks">The webhooks, in the order in which they are called.</param>
/// <param name="resources">Matches rules.</param>
internal sealed class WebhookSnapshot((long Configurations, long Catalogue) version, RegisteredWebhook[] webhooks, ResourceMatching resources)
{
    private readonly ConcurrentDictionary<(ApiResource Resource, string Subresource, AdmissionOperation Operation), WebhookCandidate[]> candidates = new();

    /// <summary>The versions of the configurations and of the catalogue.</summary>
    public (long Configurations, long Catalogue) Version => version;

    /// <summary>The webhooks whose rules match a request, in order; which of them its labels and conditions leave is still to be seen.</summary>
    public IReadOnlyList<WebhookCandidate> For(AdmissionRequest request)
    {
        if (webhooks.Length == 0 || ExemptResources.IsConfiguration(request.Resource)) return [];
        var key = (request.Resource, request.Subresource, request.Operation);
        if (candidates.TryGetValue(key, out var found)) return found;
        found = [.. webhooks.Select((webhook, i) => resources.Find(webhook.Rules, webhook.IsEquivalent, request, byName: false) is { } match ? new WebhookCandidate(webhook, match, i) : null).OfType<WebhookCandidate>()];
        return candidates.GetOrAdd(key, found);
    }
}
