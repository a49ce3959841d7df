using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Metrics;

/// <summary>What is stored, and who watches it.</summary>
internal sealed class StorageMetrics(ResourceCaches caches, IStore store) : IMetricsSource
{
    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Gauge("apiserver_storage_size_bytes", "[STABLE] Size of the storage database file physically allocated in bytes.");
        writer.Sample("storage_cluster_id=\"sqlite\"", store.SizeInBytes);
        var all = caches.All.OrderBy(cache => cache.Resource.GroupResource, StringComparer.Ordinal).ToArray();
        writer.Gauge("apiserver_storage_objects", "[STABLE] Number of stored objects at the time of last check split by kind.");
        foreach (var cache in all) writer.Sample(MetricLabels.Of(("resource", cache.Resource.GroupResource)), cache.State.Objects.Count);
        writer.Gauge("apiserver_resource_objects", "[ALPHA] Number of stored objects at the time of last check split by kind.");
        foreach (var cache in all) writer.Sample(Labels(cache), cache.State.Objects.Count);
        writer.Gauge("apiserver_registered_watchers", "[ALPHA] Number of currently registered watchers for a given resource.");
        foreach (var cache in all)
        {
            if (cache.WatcherCount is var count and > 0) writer.Sample(Labels(cache), count);
        }
        writer.Gauge("apiserver_watch_cache_resource_version", "[ALPHA] Current resource version of watch cache broken by resource type.");
        foreach (var cache in all) writer.Sample(Labels(cache), cache.State.Revision);
    }

    private static string Labels(ResourceCache cache) => MetricLabels.Of(("group", cache.Resource.Group), ("resource", cache.Resource.Plural));
}
