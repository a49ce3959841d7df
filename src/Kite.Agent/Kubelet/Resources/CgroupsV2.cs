using System.Text;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>Control groups of version 2: one tree for all controllers.</summary>
internal sealed class CgroupsV2(string root, string proc) : ICgroups
{
    private static readonly string[] Controllers = ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"];

    private static readonly string[] MemoryKeys = ["inactive_file", "anon", "file", "file_mapped", "pgfault", "pgmajfault"];

    private static readonly string[] CpuKeys = ["usage_usec", "user_usec", "system_usec", "nr_periods", "nr_throttled", "throttled_usec"];
    private static readonly string[] EventKeys = ["max", "oom_kill"];

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public void Ensure(string path, CgroupLimits limits)
    {
        var directory = Make(path);
        if (limits.CpuShares is { } shares) CgroupFile.Write(Path.Combine(directory, "cpu.weight"), $"{Weight(shares)}");
        if (limits.CpuQuota is { } quota) CgroupFile.Write(Path.Combine(directory, "cpu.max"), $"{Limit(quota)} {CgroupLimits.CpuPeriod}");
        if (limits.MemoryBytes is { } bytes) CgroupFile.Write(Path.Combine(directory, "memory.max"), Limit(bytes));
        if (limits.Pids is { } pids) CgroupFile.Write(Path.Combine(directory, "pids.max"), Limit(pids));
        foreach (var (size, most) in limits.HugePages)
        {
            var file = Path.Combine(directory, $"hugetlb.{size}.max");
            if (File.Exists(file)) CgroupFile.Write(file, Limit(most));
        }
    }

    /// <inheritdoc/>
    public CgroupLimits? ReadLimits(string path)
    {
        var directory = root + path;
        if (!Directory.Exists(directory)) return null;
        return new CgroupLimits
        {
            // The first of two numbers: the other one is the period.
            CpuQuota = CgroupFile.Number(Path.Combine(directory, "cpu.max")) ?? CgroupLimits.Unlimited,
            MemoryBytes = CgroupFile.Number(Path.Combine(directory, "memory.max")) ?? CgroupLimits.Unlimited,
        };
    }

    /// <inheritdoc/>
    public void KillTogether(string path)
    {
        var file = Path.Combine(root + path, "memory.oom.group");
        if (File.Exists(file)) CgroupFile.Write(file, "1");
    }

    /// <inheritdoc/>
    public void Remove(string path) => CgroupDirectory.Remove(root + path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(string path) => CgroupDirectory.Children(root + path);

    /// <inheritdoc/>
    public CgroupUsage? Read(string path)
    {
        var directory = root + path;
        Span<long> cpu = stackalloc long[CpuKeys.Length];
        if (!CgroupFile.Numbers(Path.Combine(directory, "cpu.stat"), CpuKeys, cpu)) return null;
        Span<long> memory = stackalloc long[MemoryKeys.Length];
        CgroupFile.Numbers(Path.Combine(directory, "memory.stat"), MemoryKeys, memory);
        Span<long> events = stackalloc long[EventKeys.Length];
        var counted = CgroupFile.Numbers(Path.Combine(directory, "memory.events"), EventKeys, events);
        return new CgroupUsage
        {
            CpuNanoseconds = cpu[0] * 1000,
            CpuUserNanoseconds = cpu[1] * 1000,
            CpuSystemNanoseconds = cpu[2] * 1000,
            CpuPeriods = cpu[3],
            CpuThrottledPeriods = cpu[4],
            CpuThrottledNanoseconds = cpu[5] * 1000,
            // The root has no number of its own.
            MemoryBytes = CgroupFile.Number(Path.Combine(directory, "memory.current")) ?? memory[1] + memory[2],
            MemoryPeakBytes = CgroupFile.Number(Path.Combine(directory, "memory.peak")) ?? 0,
            MemoryLimitBytes = CgroupFile.Number(Path.Combine(directory, "memory.max")) ?? 0,
            MemoryFailures = events[0],
            OutOfMemoryKills = counted ? events[1] : null,
            InactiveFileBytes = memory[0],
            RssBytes = memory[1],
            CacheBytes = memory[2],
            MappedFileBytes = memory[3],
            PageFaults = memory[4],
            MajorPageFaults = memory[5],
            SwapBytes = CgroupFile.Number(Path.Combine(directory, "memory.swap.current")) ?? 0,
            Pids = CgroupFile.Number(Path.Combine(directory, "pids.current")) ?? 0,
        };
    }

    /// <inheritdoc/>
    public string? Find(long processId) => CgroupDirectory.Of(proc, processId, "");

    /// <summary>Shares of version 1 as a weight, such that the defaults meet: 2, 1024 and 262144 become 1, 100 and 10000.</summary>
    internal static long Weight(long shares)
    {
        if (shares <= 2) return 1;
        if (shares >= 262_144) return 10_000;
        var log = Math.Log2(shares);
        return (long)Math.Ceiling(Math.Pow(10, (((log * log) + (125 * log)) / 612.0) - (7.0 / 34.0)));
    }

    private static string Limit(long value) => value == CgroupLimits.Unlimited ? "max" : value.ToString();

    /// <summary>A group has the controllers that the one above it hands down.</summary>
    private string Make(string path)
    {
        var above = root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            HandDown(above);
            above = Path.Combine(above, name);
            Directory.CreateDirectory(above);
        }
        return above;
    }

    private static void HandDown(string directory)
    {
        Span<byte> buffer = stackalloc byte[256];
        var available = Encoding.ASCII.GetString(CgroupFile.Read(Path.Combine(directory, "cgroup.controllers"), buffer)).Split(' ', '\n');
        var file = Path.Combine(directory, "cgroup.subtree_control");
        var handed = Encoding.ASCII.GetString(CgroupFile.Read(file, buffer)).Split(' ', '\n');
        var missing = Controllers.Where(controller => available.Contains(controller) && !handed.Contains(controller)).Select(controller => "+" + controller).ToArray();
        if (missing.Length > 0) CgroupFile.Write(file, string.Join(' ', missing));
    }
}
