using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Health;

/// <summary>Serves <c>/metrics/slis</c>: the health checks as metrics.</summary>
internal sealed class SliEndpoint(IEnumerable<IHealthCheck> checks) : IPathHandler
{
    private readonly IHealthCheck[] checks = [.. checks];
    private readonly Dictionary<(string Name, string Type, bool IsWell), long> counts = [];
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public bool Handles(string path) => path is "/metrics/slis" or "/metrics/slis/";

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var writer = new MetricsWriter(isOpenMetrics: false);
        lock (gate) Write(writer);
        return MetricsEndpoint.SendAsync(request, false, writer.ToUtf8(), cancellationToken);
    }

    private void Write(MetricsWriter writer)
    {
        var results = new List<(string Name, string Type, bool IsWell)>();
        foreach (var type in (ReadOnlySpan<string>)["healthz", "livez", "readyz"])
        {
            results.Add(("ping", type, true));
            foreach (var check in checks)
            {
                if (type != "livez" || check.IsVital) results.Add((check.Name, type, check.Check() is null));
            }
        }
        writer.Gauge("kubernetes_healthcheck", "[STABLE] This metric records the result of a single healthcheck.");
        foreach (var (name, type, isWell) in results) writer.Sample(MetricLabels.Of(("name", name), ("type", type)), isWell ? 1 : 0);
        foreach (var result in results) counts[result] = counts.GetValueOrDefault(result) + 1;
        writer.Counter("kubernetes_healthchecks_total", "[STABLE] This metric records the results of all healthcheck.");
        foreach (var ((name, type, isWell), count) in counts) writer.Sample(MetricLabels.Of(("name", name), ("status", isWell ? "success" : "error"), ("type", type)), count);
    }
}
