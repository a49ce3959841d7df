using Kite.Agent.Kubelet.Resources;

namespace Kite.UnitTests.Agent.Kubelet.Resources;

internal sealed class CgroupsTests
{
    private string root = "";

    [SetUp]
    public void MakeRoot() => root = Directory.CreateTempSubdirectory("kite-cgroups-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(root, recursive: true);

    [Test]
    public void Version_2_is_known_by_the_controllers_at_its_root()
    {
        Assert.That(Cgroups.Open(root).Version, Is.EqualTo(1));
        File.WriteAllText(Path.Combine(root, "cgroup.controllers"), "cpu memory");
        Assert.That(Cgroups.Open(root).Version, Is.EqualTo(2));
    }

    [Test]
    public void Version_1_gets_limits_in_the_tree_of_each_controller()
    {
        Kernel("cpu/kubepods/pod1", "cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us");
        Kernel("memory/kubepods/pod1", "memory.limit_in_bytes");
        Kernel("hugetlb/kubepods/pod1", "hugetlb.2MB.limit_in_bytes");
        Kernel("pids/kubepods/pod1", "pids.max");
        Cgroups.Open(root).Ensure("/kubepods/pod1", new CgroupLimits { CpuShares = 512, CpuQuota = 50_000, MemoryBytes = 1 << 20, Pids = CgroupLimits.Unlimited, HugePages = new Dictionary<string, long> { ["2MB"] = 4 << 20 } });
        Assert.That(Text("cpu/kubepods/pod1/cpu.shares"), Is.EqualTo("512"));
        Assert.That(Text("cpu/kubepods/pod1/cpu.cfs_quota_us"), Is.EqualTo("50000"));
        Assert.That(Text("memory/kubepods/pod1/memory.limit_in_bytes"), Is.EqualTo("1048576"));
        Assert.That(Text("pids/kubepods/pod1/pids.max"), Is.EqualTo("max"));
        Assert.That(Text("hugetlb/kubepods/pod1/hugetlb.2MB.limit_in_bytes"), Is.EqualTo("4194304"));
    }

    [Test]
    public void Both_versions_tell_the_limits_that_are_set()
    {
        Put("cpu/pod/cpu.cfs_quota_us", "-1\n");
        Put("memory/pod/memory.limit_in_bytes", "1048576\n");
        Assert.That(Cgroups.Open(root).ReadLimits("/pod"), Has.Property("CpuQuota").EqualTo(CgroupLimits.Unlimited).And.Property("MemoryBytes").EqualTo(1 << 20));
        Assert.That(Cgroups.Open(root).ReadLimits("/other"), Is.Null);
        Put("cgroup.controllers", "cpu memory\n");
        Put("pod/cpu.max", "50000 100000\n");
        Put("pod/memory.max", "max\n");
        Assert.That(Cgroups.Open(root).ReadLimits("/pod"), Has.Property("CpuQuota").EqualTo(50_000).And.Property("MemoryBytes").EqualTo(CgroupLimits.Unlimited));
    }

    [Test]
    public void Version_1_tells_what_was_used()
    {
        Put("memory/pod/memory.usage_in_bytes", "3000\n");
        Put("memory/pod/memory.stat", "cache 1\ninactive_file 7\ntotal_cache 2000\ntotal_rss 900\ntotal_inactive_file 1200\ntotal_pgfault 44\ntotal_pgmajfault 3\n");
        Put("memory/pod/memory.limit_in_bytes", "9223372036854771712\n");
        Put("memory/pod/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Put("cpuacct/pod/cpuacct.usage", "5000000000\n");
        Put("cpuacct/pod/cpuacct.stat", "user 300\nsystem 200\n");
        Put("cpu/pod/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 7000\n");
        Put("pids/pod/pids.current", "6\n");
        var usage = Cgroups.Open(root).Read("/pod")!;
        Assert.That(usage.WorkingSetBytes, Is.EqualTo(1800));
        Assert.That((usage.CpuNanoseconds, usage.CpuUserNanoseconds, usage.CpuThrottledPeriods), Is.EqualTo((5_000_000_000L, 3_000_000_000L, 4L)));
        Assert.That((usage.RssBytes, usage.MajorPageFaults, usage.Pids, usage.OutOfMemoryKills), Is.EqualTo((900L, 3L, 6L, (long?)2)));
        Assert.That(usage.MemoryLimitBytes, Is.Zero, "no limit");
    }

    [Test]
    public void Version_2_hands_controllers_down_and_gets_weights_and_limits()
    {
        Put("cgroup.controllers", "cpuset cpu memory pids\n");
        Put("cgroup.subtree_control", "memory\n");
        Kernel("kubepods", "cgroup.controllers", "cgroup.subtree_control");
        Kernel("kubepods/pod1", "cpu.weight", "cpu.max", "memory.max", "pids.max", "hugetlb.2MB.max");
        Cgroups.Open(root).Ensure("/kubepods/pod1", new CgroupLimits { CpuShares = 1024, CpuQuota = CgroupLimits.Unlimited, MemoryBytes = 4096, Pids = 100, HugePages = new Dictionary<string, long> { ["2MB"] = 4 << 20 } });
        Assert.That(Text("cgroup.subtree_control"), Does.StartWith("+cpuset +cpu +pids"));
        Assert.That(Text("kubepods/pod1/cpu.weight"), Is.EqualTo("100"));
        Assert.That(Text("kubepods/pod1/pids.max"), Is.EqualTo("100"));
        Assert.That(Text("kubepods/pod1/hugetlb.2MB.max"), Is.EqualTo("4194304"));
        Assert.That(Text("kubepods/pod1/cpu.max"), Is.EqualTo("max 100000"));
        Assert.That(Text("kubepods/pod1/memory.max"), Is.EqualTo("4096"));
    }

    [TestCase(0, 1)]
    [TestCase(2, 1)]
    [TestCase(102, 17)]
    [TestCase(1024, 100)]
    [TestCase(2048, 174)]
    [TestCase(262_144, 10_000)]
    [TestCase(500_000, 10_000)]
    public void Version_2_weighs_shares_so_that_a_CPU_is_the_default(long shares, long weight) => Assert.That(CgroupsV2.Weight(shares), Is.EqualTo(weight));

    [Test]
    public void Version_2_ends_a_container_as_a_whole()
    {
        Put("cgroup.controllers", "memory\n");
        Kernel("pod", "memory.oom.group");
        Cgroups.Open(root).KillTogether("/pod");
        Assert.That(Text("pod/memory.oom.group"), Is.EqualTo("1"));
        Assert.That(() => Cgroups.Open(root).KillTogether("/gone"), Throws.Nothing);
    }

    [Test]
    public void Version_2_tells_what_was_used()
    {
        Put("cgroup.controllers", "cpu memory");
        Put("pod/cpu.stat", "usage_usec 5000\nuser_usec 3000\nsystem_usec 2000\nnr_periods 9\nnr_throttled 1\nthrottled_usec 8\n");
        Put("pod/memory.current", "5000\n");
        Put("pod/memory.stat", "anon 1000\nfile 4000\nfile_mapped 10\ninactive_file 3500\npgfault 5\npgmajfault 2\n");
        Put("pod/memory.events", "low 0\nmax 3\noom 1\noom_kill 1\n");
        Put("pod/memory.max", "max\n");
        var usage = Cgroups.Open(root).Read("/pod")!;
        Assert.That((usage.CpuNanoseconds, usage.WorkingSetBytes, usage.RssBytes, usage.OutOfMemoryKills), Is.EqualTo((5_000_000L, 1500L, 1000L, (long?)1)));
        Assert.That(usage.MemoryLimitBytes, Is.Zero);
        Assert.That(Cgroups.Open(root).Read("/gone"), Is.Null);
    }

    [Test]
    public void A_process_is_found_by_its_controller()
    {
        var proc = Path.Combine(root, "proc");
        Put("proc/7/cgroup", "4:memory:/kubepods/pod1/abc\n2:cpu,cpuacct:/other\n0::/unified\n");
        Assert.That(new CgroupsV1(root, proc).Find(7), Is.EqualTo("/kubepods/pod1/abc"));
        Assert.That(new CgroupsV2(root, proc).Find(7), Is.EqualTo("/unified"));
        Assert.That(new CgroupsV2(root, proc).Find(8), Is.Null);
    }

    private void Kernel(string directory, params string[] files)
    {
        foreach (var file in files) Put(Path.Combine(directory, file), "");
    }

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.WriteAllText(Path.Combine(root, path), text);
    }

    private string Text(string path) => File.ReadAllText(Path.Combine(root, path));
}
