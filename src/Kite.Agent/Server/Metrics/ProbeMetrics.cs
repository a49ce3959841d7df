using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Probes;

namespace Kite.Agent.Server.Metrics;

/// <summary><c>/metrics/probes</c>: how often the probes of this node's containers ended well and badly.</summary>
internal sealed class ProbeMetrics(IPodDirectory pods, ProbeCounts counts) : IMetricsPage
{
    public string Name => "probes";

    public void Write(MetricText text)
    {
        text.Family("prober_probe_total", "counter", "[BETA] Cumulative number of a liveness, readiness or startup probe for a container by result.");
        foreach (var (container, successes, failures) in counts.Of(pods.Pods.Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal)))
        {
            foreach (var (result, count) in new[] { ("successful", successes), ("failed", failures) })
            {
                if (count == 0) continue;
                text.Sample(
                    count,
                    ("container", container.Container), ("namespace", container.Namespace), ("pod", container.Pod), ("pod_uid", container.PodUid), ("probe_type", container.Probe), ("result", result));
            }
        }
    }
}
