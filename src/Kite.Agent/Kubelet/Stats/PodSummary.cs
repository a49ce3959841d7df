using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>One pod's part of the summary API.</summary>
internal sealed class PodSummary(KubeletOptions options, UsageReader usage, PodDisk disk, VolumeMeter volumes, CpuRates rates, RuntimeCache cache)
{
    private static readonly TimeSpan DiskAge = TimeSpan.FromMinutes(1);

    /// <summary>Writes it; nothing for a pod without a running sandbox.</summary>
    public async Task WriteAsync(StatsJson json, Pod pod, bool onlyCpuAndMemory, CancellationToken cancellationToken)
    {
        var held = cache.Pod(pod.Metadata.Uid);
        if (held.RunningSandbox is not { } sandbox) return;
        var started = sandbox.StartedAt ?? sandbox.CreatedAt;
        var disks = onlyCpuAndMemory ? null : await disk.OfContainersAsync(pod, DiskAge, cancellationToken);
        var writer = json.Writer;
        writer.WriteStartObject();
        writer.WriteStartObject("podRef");
        writer.WriteString("name", pod.Metadata.Name);
        writer.WriteString("namespace", pod.Metadata.Namespace);
        writer.WriteString("uid", pod.Metadata.Uid);
        writer.WriteEndObject();
        writer.WriteString("startTime", StatsJson.Time(started));
        writer.WriteStartArray("containers");
        foreach (var container in held.Running) Container(json, container, disks);
        writer.WriteEndArray();
        if (usage.Of(pod) is { } total)
        {
            json.Cpu(total.CpuNanoseconds, rates.Of("pod" + pod.Metadata.Uid, total.CpuNanoseconds, started));
            json.Memory(total);
            json.Swap(null, total.SwapBytes);
            writer.WriteStartObject("process_stats");
            writer.WriteNumber("process_count", total.Pids);
            writer.WriteEndObject();
        }
        if (disks is not null) await RestAsync(json, pod, sandbox, disks, cancellationToken);
        writer.WriteEndObject();
    }

    private void Container(StatsJson json, RuntimeContainer container, IReadOnlyDictionary<string, ContainerDisk>? disks)
    {
        if (usage.Of(container) is not { } used) return;
        var started = container.StartedAt ?? container.CreatedAt;
        json.Writer.WriteStartObject();
        json.Writer.WriteString("name", container.Name);
        json.Writer.WriteString("startTime", StatsJson.Time(started));
        json.Cpu(used.CpuNanoseconds, rates.Of(container.Id, used.CpuNanoseconds, started));
        json.Memory(used);
        json.Swap(null, used.SwapBytes);
        if (disks is not null && disks.TryGetValue(container.Name, out var taken))
        {
            var space = FileSystemSpace.Of(options.RootDirectory);
            json.FileSystem("rootfs", space, taken.Root.Bytes, taken.Root.Inodes);
            json.FileSystem("logs", space, taken.Logs.Bytes, taken.Logs.Inodes);
        }
        json.Writer.WriteEndObject();
    }

    private async Task RestAsync(StatsJson json, Pod pod, RuntimeContainer sandbox, IReadOnlyDictionary<string, ContainerDisk> disks, CancellationToken cancellationToken)
    {
        if (pod.Spec.HostNetwork is not true) json.Network(NetworkUsage.Of(sandbox.ProcessId));
        var local = PodDisk.LocalVolumes(pod).ToHashSet();
        var total = disks.Values.Aggregate(default(DiskUsage), (sum, taken) => sum + taken.Root + taken.Logs);
        json.Writer.WriteStartArray("volume");
        foreach (var volume in pod.Spec.Volumes)
        {
            if (await volumes.OfAsync(pod, volume, cancellationToken) is not { } taken) continue;
            if (local.Contains(volume.Name)) total += new DiskUsage(taken.UsedBytes ?? 0, taken.InodesUsed ?? 0);
            var claim = VolumeMeter.ClaimOf(pod, volume);
            json.Writer.WriteStartObject();
            json.Volume(taken);
            json.Writer.WriteString("name", volume.Name);
            if (claim is not null)
            {
                json.Writer.WriteStartObject("pvcRef");
                json.Writer.WriteString("name", claim);
                json.Writer.WriteString("namespace", pod.Metadata.Namespace);
                json.Writer.WriteEndObject();
            }
            if (taken.IsAbnormal is { } isAbnormal)
            {
                json.Writer.WriteStartObject("volumeHealthStats");
                json.Writer.WriteBoolean("abnormal", isAbnormal);
                json.Writer.WriteEndObject();
            }
            json.Writer.WriteEndObject();
        }
        json.Writer.WriteEndArray();
        json.FileSystem("ephemeral-storage", FileSystemSpace.Of(options.RootDirectory), total.Bytes, total.Inodes);
    }
}
