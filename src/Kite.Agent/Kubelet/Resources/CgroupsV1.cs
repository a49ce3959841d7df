namespace Kite.Agent.Kubelet.Resources;

/// <summary>Control groups of version 1: a tree for each controller.</summary>
internal sealed class CgroupsV1(string root, string proc) : ICgroups
{
    private const long HighestLimit = 1L << 60;
    private const long NanosecondsPerTick = 10_000_000;

    private static readonly string[] MemoryKeys =
        ["total_inactive_file", "total_rss", "total_cache", "total_mapped_file", "total_swap", "total_pgfault", "total_pgmajfault"];

    private static readonly string[] TimeKeys = ["user", "system"];
    private static readonly string[] ThrottlingKeys = ["nr_periods", "nr_throttled", "throttled_time"];
    private static readonly string[] OomKeys = ["oom_kill"];

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public void Ensure(string path, CgroupLimits limits)
    {
        if (limits.CpuShares is not null || limits.CpuQuota is not null)
        {
            var cpu = Make("cpu", path);
            if (limits.CpuShares is { } shares) CgroupFile.Write(Path.Combine(cpu, "cpu.shares"), $"{shares}");
            if (limits.CpuQuota is { } quota)
            {
                CgroupFile.Write(Path.Combine(cpu, "cpu.cfs_period_us"), $"{CgroupLimits.CpuPeriod}");
                CgroupFile.Write(Path.Combine(cpu, "cpu.cfs_quota_us"), $"{quota}");
            }
        }
        var memory = Make("memory", path);
        if (limits.MemoryBytes is { } bytes) CgroupFile.Write(Path.Combine(memory, "memory.limit_in_bytes"), $"{bytes}");
        if (limits.Pids is { } pids && Directory.Exists(Path.Combine(root, "pids"))) CgroupFile.Write(Path.Combine(Make("pids", path), "pids.max"), pids == CgroupLimits.Unlimited ? "max" : $"{pids}");
        if (limits.HugePages.Count == 0 || !Directory.Exists(Path.Combine(root, "hugetlb"))) return;
        var hugetlb = Make("hugetlb", path);
        foreach (var (size, most) in limits.HugePages)
        {
            var file = Path.Combine(hugetlb, $"hugetlb.{size}.limit_in_bytes");
            if (File.Exists(file)) CgroupFile.Write(file, $"{most}");
        }
    }

    /// <inheritdoc/>
    public CgroupLimits? ReadLimits(string path)
    {
        if (CgroupFile.Number(Path.Combine(In("memory", path), "memory.limit_in_bytes")) is not { } memory) return null;
        var quota = CgroupFile.Number(Path.Combine(In("cpu", path), "cpu.cfs_quota_us")) ?? CgroupLimits.Unlimited;
        return new CgroupLimits
        {
            CpuShares = CgroupFile.Number(Path.Combine(In("cpu", path), "cpu.shares")),
            CpuQuota = quota > 0 ? quota : CgroupLimits.Unlimited,
            MemoryBytes = memory >= HighestLimit ? CgroupLimits.Unlimited : memory,
        };
    }

    /// <inheritdoc/>
    public void KillTogether(string path)
    {
        // Version 1 knows no such thing.
    }

    /// <inheritdoc/>
    public void Remove(string path)
    {
        foreach (var controller in Directory.GetDirectories(root)) CgroupDirectory.Remove(controller + path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(string path) => CgroupDirectory.Children(In("memory", path));

    /// <inheritdoc/>
    public CgroupUsage? Read(string path)
    {
        if (CgroupFile.Number(Path.Combine(In("memory", path), "memory.usage_in_bytes")) is not { } usage) return null;
        Span<long> memory = stackalloc long[MemoryKeys.Length];
        CgroupFile.Numbers(Path.Combine(In("memory", path), "memory.stat"), MemoryKeys, memory);
        Span<long> time = stackalloc long[TimeKeys.Length];
        CgroupFile.Numbers(Path.Combine(In("cpuacct", path), "cpuacct.stat"), TimeKeys, time);
        Span<long> throttling = stackalloc long[ThrottlingKeys.Length];
        CgroupFile.Numbers(Path.Combine(In("cpu", path), "cpu.stat"), ThrottlingKeys, throttling);
        var limit = CgroupFile.Number(Path.Combine(In("memory", path), "memory.limit_in_bytes")) ?? 0;
        return new CgroupUsage
        {
            CpuNanoseconds = CgroupFile.Number(Path.Combine(In("cpuacct", path), "cpuacct.usage")) ?? 0,
            CpuUserNanoseconds = time[0] * NanosecondsPerTick,
            CpuSystemNanoseconds = time[1] * NanosecondsPerTick,
            CpuPeriods = throttling[0],
            CpuThrottledPeriods = throttling[1],
            CpuThrottledNanoseconds = throttling[2],
            MemoryBytes = usage,
            MemoryPeakBytes = CgroupFile.Number(Path.Combine(In("memory", path), "memory.max_usage_in_bytes")) ?? 0,
            MemoryLimitBytes = limit >= HighestLimit ? 0 : limit,
            MemoryFailures = CgroupFile.Number(Path.Combine(In("memory", path), "memory.failcnt")) ?? 0,
            OutOfMemoryKills = Kills(path),
            InactiveFileBytes = memory[0],
            RssBytes = memory[1],
            CacheBytes = memory[2],
            MappedFileBytes = memory[3],
            SwapBytes = memory[4],
            PageFaults = memory[5],
            MajorPageFaults = memory[6],
            Pids = CgroupFile.Number(Path.Combine(In("pids", path), "pids.current")) ?? 0,
        };
    }

    /// <inheritdoc/>
    public string? Find(long processId) => CgroupDirectory.Of(proc, processId, "memory");

    private long? Kills(string path)
    {
        Span<long> kills = stackalloc long[1];
        return CgroupFile.Numbers(Path.Combine(In("memory", path), "memory.oom_control"), OomKeys, kills) ? kills[0] : null;
    }

    private string In(string controller, string path) => Path.Combine(root, controller) + path;

    private string Make(string controller, string path) => Directory.CreateDirectory(In(controller, path)).FullName;
}
