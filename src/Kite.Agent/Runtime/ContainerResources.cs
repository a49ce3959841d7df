namespace Kite.Agent.Runtime;

/// <summary>A container's share of the node, as cgroup settings.</summary>
/// <param name="CpuShares">The weight when CPUs are scarce; 2 is the least.</param>
/// <param name="CpuQuota">Microseconds of CPU per <see cref="CpuPeriod"/>; 0 for no limit.</param>
/// <param name="CpuPeriod">The period in microseconds.</param>
/// <param name="MemoryBytes">The memory limit; 0 for none.</param>
/// <param name="OomScoreAdjust">How soon the kernel takes it when memory runs out; -1000 to 1000.</param>
internal sealed record ContainerResources(long CpuShares, long CpuQuota, long CpuPeriod, long MemoryBytes, int OomScoreAdjust)
{
    /// <summary>True where both give the same CPU and memory.</summary>
    public bool SameAmounts(ContainerResources other) =>
        CpuShares == other.CpuShares && CpuQuota == other.CpuQuota && (CpuQuota == 0 || CpuPeriod == other.CpuPeriod) && MemoryBytes == other.MemoryBytes;

    /// <summary>No requests and no limits.</summary>
    public static ContainerResources None { get; } = new(2, 0, 100_000, 0, 1000);
}
