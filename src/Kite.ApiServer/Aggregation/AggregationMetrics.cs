using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Aggregation;

/// <summary>Which APIServices can't be asked, and how often that came to be.</summary>
internal sealed class AggregationMetrics(ApiServiceTable services) : IMetricsSource
{
    private readonly LabelledSeries<(string Name, string Reason), AtomicCount> turns = new(() => new(), key => MetricLabels.Of(("name", key.Name), ("reason", key.Reason)));

    /// <summary>An APIService can't be asked any more.</summary>
    public void Lost(string name, string reason) => turns.Of((name, reason)).Add(1);

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Gauge("aggregator_unavailable_apiservice", "[ALPHA] Gauge of APIServices which are marked as unavailable broken down by APIService name.");
        foreach (var remote in services.Remotes) writer.Sample(MetricLabels.Of(("name", remote.Name)), remote.IsAvailable ? 0 : 1);
        writer.Counter("aggregator_unavailable_apiservice_total", "[ALPHA] Counter of APIServices which are marked as unavailable broken down by APIService name and reason.");
        foreach (var (labels, count) in turns.All) writer.Sample(labels, count.Value);
    }
}
