using System.Collections.Concurrent;
using Kite.Api.Meta;

namespace Kite.ApiServer.Metrics;

/// <summary>Counts lists, what they looked at and what they answered with, by resource.</summary>
internal sealed class ListMetrics : IMetricsSource
{
    private readonly ConcurrentDictionary<ApiResource, Series> series = new();

    /// <summary>A list was read from memory.</summary>
    /// <param name="resource">What was listed, in the version stored.</param>
    /// <param name="fetched">How many objects were looked at.</param>
    /// <param name="returned">How many of them belong to the answer.</param>
    public void Count(ApiResource resource, int fetched, int returned)
    {
        var counted = series.TryGetValue(resource, out var found) ? found : series.GetOrAdd(resource, static _ => new Series());
        counted.Lists.Add(1);
        counted.Fetched.Add(fetched);
        counted.Returned.Add(returned);
    }

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        var all = series.OrderBy(pair => pair.Key.GroupResource, StringComparer.Ordinal).ToArray();
        writer.Counter("apiserver_cache_list_fetched_objects_total", "[ALPHA] Number of objects read from watch cache in the course of serving a LIST request");
        foreach (var (resource, counted) in all) writer.Sample(Indexed(resource), counted.Fetched.Value);
        writer.Counter("apiserver_cache_list_returned_objects_total", "[ALPHA] Number of objects returned for a LIST request from watch cache");
        foreach (var (resource, counted) in all) writer.Sample(MetricLabels.Of(("group", resource.Group), ("resource", resource.Plural)), counted.Returned.Value);
        writer.Counter("apiserver_cache_list_total", "[ALPHA] Number of LIST requests served from watch cache");
        foreach (var (resource, counted) in all) writer.Sample(Indexed(resource), counted.Lists.Value);
    }

    // Objects are in order of namespace and name, which upstream doesn't count as an index.
    private static string Indexed(ApiResource resource) => MetricLabels.Of(("group", resource.Group), ("index", ""), ("resource", resource.Plural));

    private sealed class Series
    {
        public AtomicCount Lists { get; } = new();

        public AtomicCount Fetched { get; } = new();

        public AtomicCount Returned { get; } = new();
    }
}
