namespace Kite.Agent.Kubelet.Resources;

/// <summary>CPU requests and limits in the kernel's terms.</summary>
internal static class CpuShares
{
    /// <summary>The least weight there is.</summary>
    public const long Least = 2;

    private const long Most = 262_144;
    private const long PerCpu = 1024;
    private const long LeastQuota = 1000;

    /// <summary>The weight of a request in thousandths of a core.</summary>
    public static long Of(long milliCpu) => Math.Clamp(milliCpu * PerCpu / 1000, Least, Most);

    /// <summary>Microseconds per <see cref="CgroupLimits.CpuPeriod"/> for a limit in thousandths of a core; the kernel takes no less than a millisecond.</summary>
    public static long Quota(long milliCpu) => Math.Max(LeastQuota, milliCpu * CgroupLimits.CpuPeriod / 1000);
}
