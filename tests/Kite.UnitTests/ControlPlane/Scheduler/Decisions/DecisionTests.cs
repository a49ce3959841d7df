using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Decisions;

/// <summary>Snapshot in, decision out, with the default plugins.</summary>
[TestFixture]
public sealed class DecisionTests
{
    private static readonly Pod HostPortPod = Build.Pod("p").With(spec => spec with { Containers = [Build.Container() with { Ports = [new() { HostPort = 80, ContainerPortValue = 80 }] }] });

    [Test]
    public void Without_nodes_the_pod_waits_for_one()
    {
        var decision = Decide([], Build.Pod("p"));
        Assert.That(decision.Message, Is.EqualTo("no nodes available to schedule pods"));
        Assert.That(decision.RetryOn, Is.EqualTo(ClusterEvents.NodeAdded));
    }

    [Test]
    public void A_start_beyond_the_nodes_that_are_left_wraps_around() =>
        Assert.That(DefaultProfile.Create(new SchedulerOptions()).Decide(new PodInfo(Build.Pod("p")), Snapshot([Build.Node("a")]), 7).NodeName, Is.EqualTo("a"));

    [Test]
    public void Every_reason_is_counted_and_they_come_in_the_order_of_the_text()
    {
        Node[] nodes =
        [
            Build.Node("a", cpu: "1"),
            Build.Node("b").WithTaint("dedicated", "db", "NoSchedule"),
            Build.Node("c").WithTaint("dedicated", "db", "NoSchedule"),
        ];
        Assert.That(Decide(nodes, Build.Pod("p", cpu: "2")).Message, Does.StartWith("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {dedicated: db}."));
    }

    [Test]
    public void A_node_lacks_everything_at_once() => Assert.That(
        Decide([Build.Node("a", "1", "1Gi", "0")], Build.Pod("p", "2", "2Gi")).Message,
        Does.StartWith("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods."));

    [Test]
    public void A_cordoned_node_is_not_for_new_pods()
    {
        var cordoned = Build.Node("a") with { Spec = new() { Unschedulable = true } };
        Assert.That(Decide([cordoned], Build.Pod("p")).Message, Does.StartWith("0/1 nodes are available: 1 node(s) were unschedulable."));
        var tolerant = Build.Pod("p").With(spec => spec with { Tolerations = [new() { Operator = "Exists" }] });
        Assert.That(Decide([cordoned], tolerant).NodeName, Is.EqualTo("a"));
    }

    [Test]
    public void A_node_selector_must_match()
    {
        var pod = Build.Pod("p").With(spec => spec with { NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" } });
        Assert.That(Decide([Build.Node("a")], pod).Message, Does.StartWith("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."));
        Assert.That(Decide([Build.Node("a"), Build.Node("b").WithLabels(("disk", "ssd"))], pod).NodeName, Is.EqualTo("b"));
    }

    [Test]
    public void Node_affinity_by_name_limits_the_nodes_looked_at()
    {
        var pod = Build.Pod("p").With(spec => spec with { Affinity = Required(new NodeSelectorTerm { MatchFields = [new() { Key = "metadata.name", Operator = "In", Values = ["b"] }] }) });
        Assert.That(Decide([Build.Node("a"), Build.Node("b")], pod).NodeName, Is.EqualTo("b"));
        Assert.That(Decide([Build.Node("a")], pod).Message, Does.StartWith("0/1 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity]."));
    }

    [TestCase("In", "ssd", true)]
    [TestCase("In", "hdd", false)]
    [TestCase("NotIn", "hdd", true)]
    [TestCase("Exists", null, true)]
    [TestCase("DoesNotExist", null, false)]
    public void Node_affinity_knows_the_operators(string @operator, string? value, bool matches)
    {
        var requirement = new NodeSelectorRequirement { Key = "disk", Operator = @operator, Values = value is null ? [] : [value] };
        var pod = Build.Pod("p").With(spec => spec with { Affinity = Required(new NodeSelectorTerm { MatchExpressions = [requirement] }) });
        Assert.That(Decide([Build.Node("a").WithLabels(("disk", "ssd"))], pod).NodeName is not null, Is.EqualTo(matches));
    }

    [Test]
    public void Two_pods_do_not_share_a_host_port()
    {
        var snapshot = Snapshot([Build.Node("a")]);
        snapshot.AddPod(new PodInfo(HostPortPod with { Metadata = HostPortPod.Metadata with { Name = "other", Uid = "other" } }), "a");
        Assert.That(Decide(snapshot, HostPortPod).Message, Does.StartWith("0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."));
    }

    [TestCase("Equal", "db", "NoSchedule", true)]
    [TestCase("Equal", "web", "NoSchedule", false)]
    [TestCase("Exists", null, "", true)]
    [TestCase("Exists", null, "NoExecute", false)]
    public void A_taint_is_tolerated_by_key_value_and_effect(string @operator, string? value, string effect, bool tolerated)
    {
        var pod = Build.Pod("p").With(spec => spec with { Tolerations = [new() { Key = "dedicated", Operator = @operator, Value = value, Effect = effect }] });
        Assert.That(Decide([Build.Node("a").WithTaint("dedicated", "db", "NoSchedule")], pod).NodeName is not null, Is.EqualTo(tolerated));
    }

    [Test]
    public void The_emptier_node_is_preferred()
    {
        var snapshot = Snapshot([Build.Node("a"), Build.Node("b")]);
        snapshot.AddPod(new PodInfo(Build.Pod("other", "1", "1Gi")), "a");
        Assert.That(Decide(snapshot, Build.Pod("p", "1", "1Gi")).NodeName, Is.EqualTo("b"));
    }

    [Test]
    public void A_node_with_a_soft_taint_is_avoided() => Assert.That(
        Decide([Build.Node("a").WithTaint("busy", "", "PreferNoSchedule"), Build.Node("b", cpu: "2")], Build.Pod("p", "1", "1Gi")).NodeName, Is.EqualTo("b"));

    [Test]
    public void A_node_with_the_image_is_preferred()
    {
        var node = Build.Node("b");
        node = node with { Status = node.Status with { Images = [new() { Names = ["app:1"], SizeBytes = 900L * 1024 * 1024 }] } };
        Assert.That(Decide([Build.Node("a"), node], Build.Pod("p")).NodeName, Is.EqualTo("b"));
    }

    [Test]
    public void In_a_large_cluster_only_a_part_of_the_nodes_is_looked_at()
    {
        var decision = Decide([.. Enumerable.Range(0, 1000).Select(i => Build.Node($"n{i}"))], Build.Pod("p"));
        Assert.That(decision.Evaluated, Is.EqualTo(420));
    }

    private static Affinity Required(NodeSelectorTerm term) => new() { NodeAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = new() { NodeSelectorTerms = [term] } } };

    private static Decision Decide(Node[] nodes, Pod pod) => Decide(Snapshot(nodes), pod);

    private static Decision Decide(ClusterSnapshot snapshot, Pod pod) => DefaultProfile.Create(new SchedulerOptions()).Decide(new PodInfo(pod), snapshot, 0);

    private static ClusterSnapshot Snapshot(Node[] nodes)
    {
        var snapshot = new ClusterSnapshot();
        foreach (var node in nodes) snapshot.SetNode(node);
        return snapshot;
    }
}
