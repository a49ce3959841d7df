using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>The webhooks of one sort, read again when a configuration has changed: the first request after the change sees it.</summary>
/// <param name="resource">The resource of the configurations.</param>
/// <param name="caches">Holds them.</param>
/// <param name="catalogue">All resources: what is equivalent to what changes with it.</param>
/// <param name="resources">Matches rules.</param>
internal sealed class WebhookIndex(ApiResource resource, ResourceCaches caches, ResourceCatalogue catalogue, ResourceMatching resources)
{
    private readonly Lock gate = new();
    private WebhookSnapshot current = new((0, 0), [], resources);

    /// <summary>The webhooks as they are configured now.</summary>
    public WebhookSnapshot Current
    {
        get
        {
            var cache = caches.For(resource);
            var snapshot = Volatile.Read(ref current);
            return snapshot.Version == (cache.Version, catalogue.Version) ? snapshot : Read(cache);
        }
    }

    private WebhookSnapshot Read(IResourceCache cache)
    {
        lock (gate)
        {
            var version = (cache.Version, catalogue.Version);
            if (current.Version == version) return current;
            // A change that comes between the version and the list is read twice.
            var webhooks = cache.List().SelectMany(configuration =>
                JsonCodec.ParseObject(configuration.Json.Span).Objects("webhooks").Select(webhook => new RegisteredWebhook(configuration.Key.Name, webhook)));
            var snapshot = new WebhookSnapshot(version, [.. webhooks], resources);
            Volatile.Write(ref current, snapshot);
            return snapshot;
        }
    }
}
