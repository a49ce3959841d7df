using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Server.Metrics;

/// <summary><c>/metrics/cadvisor</c>: what containers, pods and the machine use, under cAdvisor's names.</summary>
internal sealed class ContainerMetrics(IPodDirectory pods, RuntimeCache cache, UsageReader usage, PodCgroups podCgroups, TimeProvider clock) : IMetricsPage
{
    private const double Second = 1e9;

    private static readonly (string Name, string Type, string Help, Func<CgroupUsage, double> Value)[] Families =
    [
        ("container_cpu_user_seconds_total", "counter", "Cumulative user cpu time consumed in seconds.", usage => usage.CpuUserNanoseconds / Second),
        ("container_cpu_system_seconds_total", "counter", "Cumulative system cpu time consumed in seconds.", usage => usage.CpuSystemNanoseconds / Second),
        ("container_cpu_cfs_periods_total", "counter", "Number of elapsed enforcement period intervals.", usage => usage.CpuPeriods),
        ("container_cpu_cfs_throttled_periods_total", "counter", "Number of throttled period intervals.", usage => usage.CpuThrottledPeriods),
        ("container_cpu_cfs_throttled_seconds_total", "counter", "Total time duration the container has been throttled.", usage => usage.CpuThrottledNanoseconds / Second),
        ("container_memory_usage_bytes", "gauge", "Current memory usage in bytes, including all memory regardless of when it was accessed", usage => usage.MemoryBytes),
        ("container_memory_working_set_bytes", "gauge", "Current working set in bytes.", usage => usage.WorkingSetBytes),
        ("container_memory_rss", "gauge", "Size of RSS in bytes.", usage => usage.RssBytes),
        ("container_memory_cache", "gauge", "Number of bytes of page cache memory.", usage => usage.CacheBytes),
        ("container_memory_mapped_file", "gauge", "Size of memory mapped files in bytes.", usage => usage.MappedFileBytes),
        ("container_memory_swap", "gauge", "Container swap usage in bytes.", usage => usage.SwapBytes),
        ("container_memory_max_usage_bytes", "gauge", "Maximum memory usage recorded in bytes", usage => usage.MemoryPeakBytes),
        ("container_memory_failcnt", "counter", "Number of memory usage hits limits", usage => usage.MemoryFailures),
        ("container_oom_events_total", "counter", "Count of out of memory events observed for the container", usage => usage.OutOfMemoryKills ?? 0),
        ("container_spec_memory_limit_bytes", "gauge", "Memory limit for the container.", usage => usage.MemoryLimitBytes),
        ("container_threads", "gauge", "Number of threads running inside the container", usage => usage.Pids),
    ];

    private static readonly (string Name, string Help, Func<NetworkUsage, double> Value)[] Network =
    [
        ("container_network_receive_bytes_total", "Cumulative count of bytes received", device => device.ReceivedBytes),
        ("container_network_receive_packets_total", "Cumulative count of packets received", device => device.ReceivedPackets),
        ("container_network_receive_errors_total", "Cumulative count of errors encountered while receiving", device => device.ReceiveErrors),
        ("container_network_receive_packets_dropped_total", "Cumulative count of packets dropped while receiving", device => device.ReceiveDrops),
        ("container_network_transmit_bytes_total", "Cumulative count of bytes transmitted", device => device.SentBytes),
        ("container_network_transmit_packets_total", "Cumulative count of packets transmitted", device => device.SentPackets),
        ("container_network_transmit_errors_total", "Cumulative count of errors encountered while transmitting", device => device.SendErrors),
        ("container_network_transmit_packets_dropped_total", "Cumulative count of packets dropped while transmitting", device => device.SendDrops),
    ];

    public string Name => "cadvisor";

    public void Write(MetricText text)
    {
        var now = clock.GetUtcNow();
        var groups = new List<(string Labels, CgroupUsage Usage)>();
        var networks = new List<(string Labels, NetworkUsage Device)>();
        var starts = new List<(string Labels, DateTimeOffset At)>();
        foreach (var pod in pods.Pods)
        {
            var (name, @namespace) = (pod.Metadata.Name, pod.Metadata.Namespace);
            var held = cache.Pod(pod.Metadata.Uid);
            foreach (var container in held.Running)
            {
                if (usage.Of(container) is not { } used) continue;
                var labels = MetricText.Labels(
                    ("container", container.Name), ("id", usage.PathOf(container)), ("image", ImageOf(pod, container)), ("name", container.Id), ("namespace", @namespace), ("pod", name));
                groups.Add((labels, used));
                starts.Add((labels, container.StartedAt ?? container.CreatedAt));
            }
            if (held.RunningSandbox is not { } sandbox) continue;
            var path = podCgroups.PathOf(pod) ?? "";
            if (usage.Of(pod) is { } total) groups.Add((MetricText.Labels(("container", ""), ("id", path), ("image", ""), ("name", ""), ("namespace", @namespace), ("pod", name)), total));
            if (pod.Spec.HostNetwork is true) continue;
            foreach (var device in NetworkUsage.Of(sandbox.ProcessId))
                networks.Add((MetricText.Labels(("container", "POD"), ("id", path), ("image", ""), ("interface", device.Name), ("name", sandbox.Id), ("namespace", @namespace), ("pod", name)), device));
        }
        Write(text, groups, now);
        text.Family("container_start_time_seconds", "gauge", "Start time of the container since unix epoch in seconds.");
        foreach (var (labels, at) in starts) text.Sample(at.ToUnixTimeSeconds(), labels, now);
        foreach (var (name, help, value) in Network)
        {
            text.Family(name, "counter", help);
            foreach (var (labels, device) in networks) text.Sample(value(device), labels, now);
        }
        WriteMachine(text);
    }

    /// <summary>The image as the pod names it; the engine knows it by its id.</summary>
    private static string ImageOf(Pod pod, RuntimeContainer container) =>
        PodRules.AllContainers(pod).FirstOrDefault(spec => spec.Name == container.Name)?.Image ?? container.Image;

    private static void Write(MetricText text, List<(string Labels, CgroupUsage Usage)> groups, DateTimeOffset now)
    {
        text.Family("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed in seconds.");
        foreach (var (labels, used) in groups) text.Sample(used.CpuNanoseconds / Second, labels.Replace("{container=", "{cpu=\"total\",container=", StringComparison.Ordinal), now);
        foreach (var (name, type, help, value) in Families)
        {
            text.Family(name, type, help);
            foreach (var (labels, used) in groups) text.Sample(value(used), labels, now);
        }
        text.Family("container_memory_failures_total", "counter", "Cumulative count of memory allocation failures.");
        foreach (var (labels, used) in groups)
        {
            text.Sample(used.PageFaults, labels.Replace("{container=", "{failure_type=\"pgfault\",scope=\"hierarchy\",container=", StringComparison.Ordinal), now);
            text.Sample(used.MajorPageFaults, labels.Replace("{container=", "{failure_type=\"pgmajfault\",scope=\"hierarchy\",container=", StringComparison.Ordinal), now);
        }
        text.Family("container_scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise").Sample(0);
    }

    private static void WriteMachine(MetricText text)
    {
        var node = NodeUsage.Read();
        text.Family("machine_cpu_cores", "gauge", "Number of logical CPU cores.").Sample(Processors.Online());
        text.Family("machine_memory_bytes", "gauge", "Amount of memory installed on the machine.").Sample(node.MemoryCapacityBytes);
        text.Family("machine_swap_bytes", "gauge", "Amount of swap memory available on the machine.").Sample(node.SwapCapacityBytes);
        text.Family("machine_scrape_error", "gauge", "1 if there was an error while getting machine metrics, 0 otherwise.").Sample(0);
    }
}
