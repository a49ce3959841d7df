using Kite.Agent.Kubelet.Resources;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>What all processes of the node together use.</summary>
internal sealed record NodeUsage
{
    private const long NanosecondsPerTick = 10_000_000;
    private static readonly string[] MemoryKeys = ["MemTotal", "MemFree", "Inactive(file)", "AnonPages", "SwapTotal", "SwapFree", "Cached", "Mapped"];
    private static readonly int[] BusyFields = [1, 2, 3, 6, 7];
    private static readonly string[] FaultKeys = ["pgfault", "pgmajfault", "oom_kill"];

    /// <summary>CPU time in nanoseconds since the node started.</summary>
    public long CpuNanoseconds { get; init; }

    /// <summary>The node's memory.</summary>
    public long MemoryCapacityBytes { get; init; }

    /// <summary>What is in use, caches included.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>What is in use and can't be had back without harm.</summary>
    public long WorkingSetBytes { get; init; }

    /// <summary>Memory that isn't a file's.</summary>
    public long RssBytes { get; init; }

    /// <summary>Files in the cache.</summary>
    public long CacheBytes { get; init; }

    /// <summary>The swap space.</summary>
    public long SwapCapacityBytes { get; init; }

    /// <summary>What of it is in use.</summary>
    public long SwapBytes { get; init; }

    /// <summary>Page faults.</summary>
    public long PageFaults { get; init; }

    /// <summary>Of them, those that had to read.</summary>
    public long MajorPageFaults { get; init; }

    /// <summary>Processes that the kernel killed for memory.</summary>
    public long OutOfMemoryKills { get; init; }

    /// <summary>Reads it off /proc.</summary>
    public static NodeUsage Read(string proc = "/proc")
    {
        Span<long> memory = stackalloc long[MemoryKeys.Length];
        CgroupFile.Numbers(Path.Combine(proc, "meminfo"), MemoryKeys, memory);
        Span<long> faults = stackalloc long[FaultKeys.Length];
        CgroupFile.Numbers(Path.Combine(proc, "vmstat"), FaultKeys, faults);
        for (var i = 0; i < memory.Length; i++) memory[i] *= 1024;
        var used = memory[0] - memory[1];
        return new NodeUsage
        {
            CpuNanoseconds = Ticks(Path.Combine(proc, "stat")) * NanosecondsPerTick,
            MemoryCapacityBytes = memory[0],
            MemoryBytes = used,
            WorkingSetBytes = Math.Max(0, used - memory[2]),
            RssBytes = memory[3],
            SwapCapacityBytes = memory[4],
            SwapBytes = memory[4] - memory[5],
            CacheBytes = memory[6],
            PageFaults = faults[0],
            MajorPageFaults = faults[1],
            OutOfMemoryKills = faults[2],
        };
    }

    /// <summary>All but idle, waiting and stolen time: user, nice, system, irq and softirq.</summary>
    private static long Ticks(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        var line = System.Text.Encoding.ASCII.GetString(CgroupFile.Read(path, buffer));
        var end = line.IndexOf('\n');
        var fields = (end < 0 ? line : line[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is not ["cpu", _, _, _, _, _, _, _, ..] ? 0 : BusyFields.Sum(index => long.TryParse(fields[index], out var ticks) ? ticks : 0);
    }
}
