namespace Kite.Agent.Kubelet.Resources;

/// <summary>What a group of processes has used, as counters of its whole life, or uses now.</summary>
internal sealed record CgroupUsage
{
    /// <summary>CPU time in nanoseconds.</summary>
    public long CpuNanoseconds { get; init; }

    /// <summary>Of it in user mode.</summary>
    public long CpuUserNanoseconds { get; init; }

    /// <summary>Of it in the kernel.</summary>
    public long CpuSystemNanoseconds { get; init; }

    /// <summary>Periods in which the CPU quota counted.</summary>
    public long CpuPeriods { get; init; }

    /// <summary>Of them, those in which it was used up.</summary>
    public long CpuThrottledPeriods { get; init; }

    /// <summary>How long it was used up, in nanoseconds.</summary>
    public long CpuThrottledNanoseconds { get; init; }

    /// <summary>Memory in bytes, caches included.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The most that it ever was.</summary>
    public long MemoryPeakBytes { get; init; }

    /// <summary>The limit; 0 for none.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>Files of the cache that haven't been used lately: what the kernel gives back first.</summary>
    public long InactiveFileBytes { get; init; }

    /// <summary>Memory that isn't a file's.</summary>
    public long RssBytes { get; init; }

    /// <summary>Files in the cache.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Files mapped into memory.</summary>
    public long MappedFileBytes { get; init; }

    /// <summary>Memory that is swapped out.</summary>
    public long SwapBytes { get; init; }

    /// <summary>Page faults.</summary>
    public long PageFaults { get; init; }

    /// <summary>Of them, those that had to read.</summary>
    public long MajorPageFaults { get; init; }

    /// <summary>How often the memory limit was reached.</summary>
    public long MemoryFailures { get; init; }

    /// <summary>How many processes the kernel killed for their memory; null where the kernel doesn't count.</summary>
    public long? OutOfMemoryKills { get; init; }

    /// <summary>Processes and threads.</summary>
    public long Pids { get; init; }

    /// <summary>Memory that can't be had back without harm: all but inactive files. What eviction and <c>kubectl top</c> count.</summary>
    public long WorkingSetBytes => MemoryBytes > InactiveFileBytes ? MemoryBytes - InactiveFileBytes : 0;
}
