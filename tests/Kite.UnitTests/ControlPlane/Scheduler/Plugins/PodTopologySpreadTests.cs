using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Plugins;

[TestFixture]
public sealed class PodTopologySpreadTests
{
    private ClusterSnapshot snapshot = null!;

    [SetUp]
    public void SetUp()
    {
        snapshot = new ClusterSnapshot();
        snapshot.SetNode(Build.Node("a").WithLabels(("zone", "1")));
        snapshot.SetNode(Build.Node("b", cpu: "1").WithLabels(("zone", "2")));
        snapshot.AddPod(new PodInfo(Web("web0")), "a");
    }

    [Test]
    public void A_hard_constraint_keeps_the_zones_level() =>
        Assert.That(Decide(Spread(Web("web1"), "DoNotSchedule")).NodeName, Is.EqualTo("b"));

    [Test]
    public void Where_the_emptier_zone_has_no_room_the_pod_waits_and_both_reasons_are_given() => Assert.That(
        Decide(Spread(Web("web1", cpu: "2"), "DoNotSchedule")).Message,
        Does.StartWith("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match pod topology spread constraints."));

    [Test]
    public void A_soft_constraint_gives_way()
    {
        Assert.That(Decide(Spread(Web("web1"), "ScheduleAnyway")).NodeName, Is.EqualTo("b"));
        Assert.That(Decide(Spread(Web("web1", cpu: "2"), "ScheduleAnyway")).NodeName, Is.EqualTo("a"));
    }

    [Test]
    public void A_node_without_the_label_is_in_no_domain()
    {
        var bare = new ClusterSnapshot();
        bare.SetNode(Build.Node("c"));
        snapshot = bare;
        Assert.That(Decide(Spread(Web("web1"), "DoNotSchedule")).Message, Does.StartWith("0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label)."));
    }

    [Test]
    public void With_fewer_domains_than_asked_for_the_emptiest_counts_as_empty()
    {
        snapshot.AddPod(new PodInfo(Web("web1")), "b");
        var pod = Spread(Web("web2"), "DoNotSchedule");
        Assert.That(Decide(pod).NodeName, Is.Not.Null);
        Assert.That(Decide(pod.With(spec => spec with { TopologySpreadConstraints = [spec.TopologySpreadConstraints[0] with { MinDomains = 3 }] })).NodeName, Is.Null);
    }

    private static Pod Web(string name, string cpu = "") => Build.Pod(name, cpu).WithLabels(("app", "web"));

    private static Pod Spread(Pod pod, string whenUnsatisfiable) => pod.With(spec => spec with
    {
        TopologySpreadConstraints =
        [
            new() { TopologyKey = "zone", MaxSkew = 1, WhenUnsatisfiable = whenUnsatisfiable, LabelSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } } },
        ],
    });

    private Decision Decide(Pod pod) => DefaultProfile.Create(new SchedulerOptions()).Decide(new PodInfo(pod), snapshot, 0);
}
