using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.OutOfMemory;
using Kite.Agent.Runtime;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Kubelet.OutOfMemory;

internal sealed class OutOfMemoryTests
{
    private const string Id = "6f2b8b6d0a11";
    private const string OfNode = "6,1234,98765,-;oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice,task=a,pid=b,pid=42,uid=0\n SUBSYSTEM=x";
    private const string OfContainer = $"6,1,2,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset={Id},mems_allowed=0,oom_memcg=/kubepods/pod1/{Id},task_memcg=/kubepods/pod1/{Id},task=sh,pid=7,uid=0";

    private readonly RuntimeCache cache = new();
    private RecordedEvents recorded = null!;
    private OutOfMemoryWatcher watcher = null!;

    [SetUp]
    public void SetUp()
    {
        recorded = new RecordedEvents();
        var options = new KubeletOptions { NodeName = "n", DataDirectory = "/nowhere", Version = "v1" };
        watcher = new OutOfMemoryWatcher(options, cache, new KubeletEvents(recorded, options, new FakeTimeProvider()), NullLogger<OutOfMemoryWatcher>.Instance);
    }

    [TearDown]
    public void TearDown() => watcher.Dispose();

    [Test]
    public void A_node_without_memory_is_an_event_that_names_the_victim()
    {
        watcher.Take(OfNode);
        watcher.Take(OfContainer);
        Assert.That(recorded.All, Is.EqualTo(new[] { "SystemOOM: System OOM encountered, victim process: a,pid=b, pid: 42" }));
    }

    [TestCase("6,1,2,-;eth0: link up")]
    [TestCase("no record at all")]
    [TestCase("6,1,2,-;oom-kill:")]
    [TestCase("6,1,2,-;oom-kill:constraint=X,task_memcg=/a,task=b,pid=many,uid=0")]
    public void Other_records_tell_nothing(string record) => Assert.That(KilledProcess.Parse(record), Is.Null);

    [TestCase("/kubepods/pod1/6f2b8b6d0a11")]
    [TestCase("/kubepods.slice/kubepods-pod1.slice/docker-6f2b8b6d0a11.scope")]
    [TestCase("/kubepods.slice/kubepods-pod1.slice/cri-containerd-6f2b8b6d0a11.scope")]
    public void A_container_is_known_by_its_group(string cgroup) => Assert.That(new KilledProcess("sh", 7, cgroup, false).ContainerId, Is.EqualTo(Id));

    [TestCase(true)]
    [TestCase(false)]
    public void A_container_that_the_kernel_killed_is_out_of_memory_whenever_that_is_told(bool isToldFirst)
    {
        cache.Set(Container(ContainerRunState.Running, 0));
        if (isToldFirst) watcher.Take(OfContainer);
        cache.Set(Container(ContainerRunState.Exited, 137));
        if (!isToldFirst) watcher.Take(OfContainer);
        Assert.That(cache.Find(Id)!.OutOfMemory, Is.True);
    }

    [Test]
    public void A_container_that_outlived_the_killed_process_has_ended_for_its_own_reason()
    {
        cache.Set(Container(ContainerRunState.Running, 0));
        watcher.Take(OfContainer);
        cache.Set(Container(ContainerRunState.Exited, 3));
        Assert.That(cache.Find(Id)!.OutOfMemory, Is.False);
    }

    private static RuntimeContainer Container(ContainerRunState state, int exitCode) =>
        new() { Id = Id, Pod = new PodIdentity("default", "web", "1"), Name = "main", State = state, ExitCode = exitCode };
}
