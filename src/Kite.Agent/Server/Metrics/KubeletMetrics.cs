using System.Diagnostics;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes.Usage;

namespace Kite.Agent.Server.Metrics;

/// <summary><c>/metrics</c>: the kubelet itself, and what the parts of the node count of themselves.</summary>
internal sealed class KubeletMetrics(KubeletOptions options, RuntimeCache cache, IPodDirectory pods, VolumeMeter volumes, MeterReader meters) : IMetricsPage
{
    private volatile IReadOnlyList<(string Labels, VolumeUsage Usage)> claims = [];

    public string Name => "";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, VolumeUsage>(StringComparer.Ordinal);
        foreach (var pod in pods.Pods)
        {
            foreach (var volume in pod.Spec.Volumes)
            {
                if (VolumeMeter.ClaimOf(pod, volume) is not { } claim || await volumes.OfAsync(pod, volume, cancellationToken) is not { } usage) continue;
                found[MetricText.Labels(("namespace", pod.Metadata.Namespace), ("persistentvolumeclaim", claim))] = usage;
            }
        }
        claims = [.. found.Select(entry => (entry.Key, entry.Value))];
    }

    public void Write(MetricText text)
    {
        text.Family("kubelet_node_name", "gauge", "[ALPHA] The node's name. The count is always 1.").Sample(1, ("node", options.NodeName));
        WriteRunning(text);
        WriteVolumes(text, claims);
        meters.Write(text);
        using var process = Process.GetCurrentProcess();
        text.Family("process_cpu_seconds_total", "counter", "[ALPHA] Total user and system CPU time spent in seconds.").Sample(process.TotalProcessorTime.TotalSeconds);
        text.Family("process_resident_memory_bytes", "gauge", "[ALPHA] Resident memory size in bytes.").Sample(process.WorkingSet64);
        text.Family("process_start_time_seconds", "gauge", "[ALPHA] Start time of the process since unix epoch in seconds.")
            .Sample(new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
    }

    private void WriteRunning(MetricText text)
    {
        var containers = cache.Ids().Select(cache.Find).OfType<RuntimeContainer>().ToArray();
        text.Family("kubelet_running_pods", "gauge", "[ALPHA] Number of pods that have a running pod sandbox").Sample(containers.Count(container => container is { IsSandbox: true, State: ContainerRunState.Running }));
        text.Family("kubelet_running_containers", "gauge", "[ALPHA] Number of containers currently running");
        foreach (var (state, name) in new[] { (ContainerRunState.Created, "created"), (ContainerRunState.Exited, "exited"), (ContainerRunState.Running, "running") })
            text.Sample(containers.Count(container => !container.IsSandbox && container.State == state), ("container_state", name));
        text.Family("kubelet_desired_pods", "gauge", "[ALPHA] The number of pods the kubelet is being instructed to run. static is true if the pod is not from the apiserver.")
            .Sample(pods.Pods.Count(pod => !PodRules.IsFinished(pod)), ("static", ""));
    }

    private static void WriteVolumes(MetricText text, IReadOnlyList<(string Labels, VolumeUsage Usage)> claims)
    {
        void Family(string name, string help, Func<VolumeUsage, long?> value)
        {
            text.Family("kubelet_volume_stats_" + name, "gauge", "[ALPHA] " + help);
            foreach (var (labels, usage) in claims)
                if (value(usage) is { } number) text.Sample(number, labels, null);
        }
        Family("capacity_bytes", "Capacity in bytes of the volume", usage => usage.CapacityBytes);
        Family("available_bytes", "Number of available bytes in the volume", usage => usage.AvailableBytes);
        Family("used_bytes", "Number of used bytes in the volume", usage => usage.UsedBytes);
        Family("inodes", "Maximum number of inodes in the volume", usage => usage.Inodes);
        Family("inodes_free", "Number of free inodes in the volume", usage => usage.InodesFree);
        Family("inodes_used", "Number of used inodes in the volume", usage => usage.InodesUsed);
        Family(
            "health_status_abnormal", "Abnormal volume health status. The count is either 1 or 0. 1 indicates the volume is unhealthy, 0 indicates volume is healthy",
            usage => usage.IsAbnormal is { } isAbnormal ? isAbnormal ? 1 : 0 : null);
    }
}
