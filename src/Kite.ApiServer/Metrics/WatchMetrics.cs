using System.Collections.Concurrent;
using Kite.Api.Meta;

namespace Kite.ApiServer.Metrics;

/// <summary>Counts watch events and their sizes by resource.</summary>
internal sealed class WatchMetrics : IMetricsSource
{
    private readonly ConcurrentDictionary<ApiResource, WatchSeries> series = new();

    /// <summary>Where the events of a resource are counted.</summary>
    public WatchSeries Of(ApiResource resource) => series.GetOrAdd(resource, static _ => new WatchSeries());

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        var all = series.OrderBy(pair => pair.Key.GroupResource, StringComparer.Ordinal).ToArray();
        writer.Counter("apiserver_watch_events_total", "[ALPHA] Number of events sent in watch clients");
        foreach (var (resource, counted) in all) writer.Sample(Labels(resource), counted.Size.Count);
        writer.Histogram("apiserver_watch_events_sizes", "[ALPHA] Watch event size distribution in bytes");
        foreach (var (resource, counted) in all) writer.Sample(Labels(resource), counted.Size);
        writer.Counter("apiserver_init_events_total", "[ALPHA] Counter of init events processed in watch cache broken by resource type.");
        foreach (var (resource, counted) in all) writer.Sample(MetricLabels.Of(("group", resource.Group), ("resource", resource.Plural)), counted.Initial);
    }

    private static string Labels(ApiResource resource) => MetricLabels.Of(("group", resource.Group), ("resource", resource.Plural), ("version", resource.Version));
}
