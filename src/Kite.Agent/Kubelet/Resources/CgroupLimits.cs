namespace Kite.Agent.Kubelet.Resources;

/// <summary>What a group of processes may use. A null leaves what is set.</summary>
internal sealed record CgroupLimits
{
    /// <summary>No limit.</summary>
    public const long Unlimited = -1;

    /// <summary>The period of <see cref="CpuQuota"/>, in microseconds.</summary>
    public const long CpuPeriod = 100_000;

    /// <summary>The weight when CPUs are scarce: 1024 for each CPU, 2 at least.</summary>
    public long? CpuShares { get; init; }

    /// <summary>Microseconds of CPU per <see cref="CpuPeriod"/>.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>The most memory in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The most processes and threads.</summary>
    public long? Pids { get; init; }

    /// <summary>The most bytes of huge pages, by page size as the kernel names it (<c>2MB</c>).</summary>
    public IReadOnlyDictionary<string, long> HugePages { get; init; } = new Dictionary<string, long>();
}
