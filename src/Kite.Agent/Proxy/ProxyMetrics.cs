using System.Diagnostics.Metrics;

namespace Kite.Agent.Proxy;

/// <summary>The proxy's metrics, under kube-proxy's names.</summary>
internal sealed class ProxyMetrics(IMeterFactory meters)
{
    private readonly Meter meter = meters.Create("Kite.Agent.Proxy");
    private Histogram<double>? duration;
    private Counter<long>? failures;

    public void Synced(TimeSpan elapsed) =>
        (duration ??= meter.CreateHistogram<double>("kubeproxy_sync_proxy_rules_duration_seconds", "s", "How long a sync of the proxy's rules took.")).Record(elapsed.TotalSeconds);

    public void Failed() =>
        (failures ??= meter.CreateCounter<long>("kubeproxy_sync_proxy_rules_iptables_restore_failures_total", null, "Syncs that iptables-restore refused.")).Add(1);
}
