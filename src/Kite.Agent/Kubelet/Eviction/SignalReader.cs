using System.Buffers.Text;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Reads what is left of a node's memory, disks and process ids.</summary>
internal sealed class SignalReader(KubeletOptions options, IContainerRuntime runtime) : ISignalReader
{
    private static readonly string[] MemoryKeys = ["MemTotal", "MemFree", "Inactive(file)"];
    private string? imageDirectory;

    /// <inheritdoc/>
    public bool HasImageDisk { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, SignalObservation>> ReadAsync(CancellationToken cancellationToken)
    {
        var signals = new Dictionary<string, SignalObservation>(StringComparer.Ordinal) { [EvictionSignals.MemoryAvailable] = Memory() };
        if (Pids() is { } pids) signals[EvictionSignals.PidAvailable] = pids;
        Add(signals, FileSystemSpace.Of(options.RootDirectory), EvictionSignals.NodeFsAvailable, EvictionSignals.NodeFsInodesFree);
        if (await ImageDirectoryAsync(cancellationToken) is not { } images) return signals;
        HasImageDisk = FileStatus.Of(images)?.Device != FileStatus.Of(options.RootDirectory)?.Device;
        Add(signals, FileSystemSpace.Of(images), EvictionSignals.ImageFsAvailable, EvictionSignals.ImageFsInodesFree);
        return signals;
    }

    private static SignalObservation Memory()
    {
        Span<long> kibibytes = stackalloc long[MemoryKeys.Length];
        CgroupFile.Numbers("/proc/meminfo", MemoryKeys, kibibytes);
        // Files that nobody has used lately are as good as free.
        return new SignalObservation(kibibytes[0] * 1024, (kibibytes[1] + kibibytes[2]) * 1024);
    }

    private static SignalObservation? Pids()
    {
        if (CgroupFile.Number("/proc/sys/kernel/pid_max") is not { } most) return null;
        if (CgroupFile.Number("/proc/sys/kernel/threads-max") is { } threads && threads < most) most = threads;
        Span<byte> buffer = stackalloc byte[128];
        var load = CgroupFile.Read("/proc/loadavg", buffer);
        var slash = load.IndexOf((byte)'/');
        return slash > 0 && Utf8Parser.TryParse(load[(slash + 1)..], out long running, out _) ? new SignalObservation(most, most - running) : null;
    }

    private static void Add(Dictionary<string, SignalObservation> signals, FileSystemSpace space, string available, string inodesFree)
    {
        if (space.CapacityBytes > 0) signals[available] = new SignalObservation(space.CapacityBytes, space.AvailableBytes);
        if (space.Inodes > 0) signals[inodesFree] = new SignalObservation(space.Inodes, space.InodesFree);
    }

    private async ValueTask<string?> ImageDirectoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return imageDirectory ??= (await runtime.InfoAsync(cancellationToken)).RootDirectory;
        }
        catch (RuntimeException)
        {
            // What is on its disk is known when it is back.
            return null;
        }
    }
}
