using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>The node's part of the summary API.</summary>
internal sealed class NodeSummary(KubeletOptions options, ICgroups cgroups, PodCgroups pods, CpuRates rates, IContainerRuntime runtime, ISignalReader signals, TimeProvider clock)
{
    private readonly DateTimeOffset bootedAt = clock.GetUtcNow() - TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <summary>Writes it.</summary>
    public async Task WriteAsync(StatsJson json, bool onlyCpuAndMemory, CancellationToken cancellationToken)
    {
        var writer = json.Writer;
        var usage = NodeUsage.Read();
        writer.WriteStartObject("node");
        writer.WriteString("nodeName", options.NodeName);
        writer.WriteStartArray("systemContainers");
        if (pods.Root is { } root) System(json, "pods", root);
        if (cgroups.Find(Environment.ProcessId) is { } own && own != "/") System(json, "kubelet", own);
        writer.WriteEndArray();
        writer.WriteString("startTime", StatsJson.Time(bootedAt));
        json.Cpu(usage.CpuNanoseconds, rates.Of("node", usage.CpuNanoseconds, bootedAt));
        json.Memory(usage);
        json.Swap(usage.SwapCapacityBytes - usage.SwapBytes, usage.SwapBytes);
        if (!onlyCpuAndMemory) await WriteRestAsync(json, cancellationToken);
        writer.WriteEndObject();
    }

    private void System(StatsJson json, string name, string path)
    {
        if (cgroups.Read(path) is not { CpuNanoseconds: > 0 } usage) return;
        json.Writer.WriteStartObject();
        json.Writer.WriteString("name", name);
        json.Writer.WriteString("startTime", StatsJson.Time(bootedAt));
        json.Cpu(usage.CpuNanoseconds, rates.Of(path, usage.CpuNanoseconds, bootedAt));
        json.Memory(usage);
        json.Writer.WriteEndObject();
    }

    private async Task WriteRestAsync(StatsJson json, CancellationToken cancellationToken)
    {
        json.Network(NetworkUsage.Of(0));
        var node = FileSystemSpace.Of(options.RootDirectory);
        json.FileSystem("fs", node, node.UsedBytes, node.Inodes - node.InodesFree);
        try
        {
            var images = FileSystemSpace.Of((await runtime.InfoAsync(cancellationToken)).RootDirectory);
            var used = (await runtime.ListImagesAsync(cancellationToken)).Sum(image => image.SizeBytes);
            json.Writer.WriteStartObject("runtime");
            json.FileSystem("imageFs", images, used, images.Inodes - images.InodesFree);
            json.FileSystem("containerFs", images, images.UsedBytes, images.Inodes - images.InodesFree);
            json.Writer.WriteEndObject();
        }
        catch (RuntimeException)
        {
            // Without the engine there is nothing to say of its disk.
        }
        if (!(await signals.ReadAsync(cancellationToken)).TryGetValue(EvictionSignals.PidAvailable, out var pids)) return;
        json.Writer.WriteStartObject("rlimit");
        json.Writer.WriteString("time", StatsJson.Time(clock.GetUtcNow()));
        json.Writer.WriteNumber("maxpid", pids.Capacity);
        json.Writer.WriteNumber("curproc", pids.Capacity - pids.Available);
        json.Writer.WriteEndObject();
    }
}
