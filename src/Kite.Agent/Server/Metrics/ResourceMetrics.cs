using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Runtime;

namespace Kite.Agent.Server.Metrics;

/// <summary><c>/metrics/resource</c>: CPU and memory of node, pods and containers, which the resource metrics API is made of.</summary>
internal sealed class ResourceMetrics(IPodDirectory pods, RuntimeCache cache, UsageReader usage, TimeProvider clock) : IMetricsPage
{
    private const double Second = 1e9;

    public string Name => "resource";

    public void Write(MetricText text)
    {
        var containers = new List<Row>();
        var all = new List<Row>();
        foreach (var pod in pods.Pods)
        {
            var (name, @namespace) = (pod.Metadata.Name, pod.Metadata.Namespace);
            var held = cache.Pod(pod.Metadata.Uid);
            foreach (var container in held.Running)
            {
                if (usage.Of(container) is not { } used) continue;
                var labels = MetricText.Labels(("container", container.Name), ("namespace", @namespace), ("pod", name));
                containers.Add(new Row(labels, used, clock.GetUtcNow(), container.StartedAt ?? container.CreatedAt));
            }
            if (held.RunningSandbox is not null && usage.Of(pod) is { } total) all.Add(new Row(MetricText.Labels(("namespace", @namespace), ("pod", name)), total, clock.GetUtcNow(), default));
        }
        Write(text, "container", "the container", containers);
        text.Family("container_start_time_seconds", "gauge", "[STABLE] Start time of the container since unix epoch in seconds");
        foreach (var row in containers) text.Sample(row.Started.ToUnixTimeMilliseconds() / 1000.0, row.Labels, null);
        WriteNode(text, NodeUsage.Read());
        Write(text, "pod", "the pod", all);
        text.Family("resource_scrape_error", "gauge", "[STABLE] 1 if there was an error while getting container metrics, 0 otherwise").Sample(0);
    }

    private static void Write(MetricText text, string prefix, string what, List<Row> rows)
    {
        text.Family(prefix + "_cpu_usage_seconds_total", "counter", $"[STABLE] Cumulative cpu time consumed by {what} in core-seconds");
        foreach (var row in rows) text.Sample(row.Usage.CpuNanoseconds / Second, row.Labels, row.At);
        text.Family(prefix + "_memory_working_set_bytes", "gauge", $"[STABLE] Current working set of {what} in bytes");
        foreach (var row in rows) text.Sample(row.Usage.WorkingSetBytes, row.Labels, row.At);
        text.Family(prefix + "_swap_usage_bytes", "gauge", $"[ALPHA] Current amount of {what} swap usage in bytes. Reported only on non-windows systems");
        foreach (var row in rows) text.Sample(row.Usage.SwapBytes, row.Labels, row.At);
    }

    private void WriteNode(MetricText text, NodeUsage node)
    {
        var now = clock.GetUtcNow();
        text.Family("node_cpu_usage_seconds_total", "counter", "[STABLE] Cumulative cpu time consumed by the node in core-seconds").Sample(node.CpuNanoseconds / Second, "", now);
        text.Family("node_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the node in bytes").Sample(node.WorkingSetBytes, "", now);
        text.Family("node_swap_usage_bytes", "gauge", "[ALPHA] Current swap usage of the node in bytes. Reported only on non-windows systems").Sample(node.SwapBytes, "", now);
    }

    private readonly record struct Row(string Labels, CgroupUsage Usage, DateTimeOffset At, DateTimeOffset Started);
}
