using Kite.Api.Meta;
using Kite.Api.Models.CoordinationV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.Nodes;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Nodes;

internal sealed class NodeLifecycleControllerTests
{
    private static readonly ObjectKey Key = new("", "n1");
    private World world = null!;
    private NodeLifecycleController controller = null!;

    [SetUp]
    public async Task SetUp()
    {
        world = new World();
        controller = world.With(new NodeLifecycleController(world.Client, world.Events, new ControllerOptions(), world.Time));
        await world.Create(new Node
        {
            Metadata = new ObjectMeta { Name = "n1" },
            Status = new NodeStatus { Conditions = [new NodeCondition { Type = "Ready", Status = "True", LastHeartbeatTime = world.Time.GetUtcNow() }] },
        });
        await world.Create(new Lease { Metadata = new ObjectMeta { Name = "n1", Namespace = "kube-node-lease" }, Spec = new LeaseSpec { RenewTime = world.Time.GetUtcNow() } });
        await world.Create(Sample.Pod("web"));
    }

    [Test]
    public async Task A_silent_node_becomes_unknown_is_tainted_and_its_pods_are_not_ready()
    {
        await Look();
        world.Time.Advance(TimeSpan.FromSeconds(41));
        await Look();
        var node = await world.Get<Node>("", "n1");
        Assert.That(node.Condition("Ready"), Has.Property("Status").EqualTo("Unknown").And.Property("Message").EqualTo("Kubelet stopped posting node status."));
        Assert.That(node.Condition("MemoryPressure")!.Reason, Is.EqualTo("NodeStatusNeverUpdated"));
        await Look();
        Assert.That((await world.Get<Node>("", "n1")).Spec.Taints.Select(taint => (taint.Key, taint.Effect)), Is.EquivalentTo(new[]
        {
            ("node.kubernetes.io/unreachable", "NoSchedule"),
            ("node.kubernetes.io/unreachable", "NoExecute"),
        }));
        Assert.That((await world.Get<Pod>("default", "web")).Status.Conditions.Single().Status, Is.EqualTo("False"));
        Assert.That(world.Events.All, Does.Contain("NodeNotReady: Node n1 status is now: NodeNotReady"));
    }

    [Test]
    public async Task A_clock_that_was_set_forward_makes_no_node_silent()
    {
        await Look();
        world.Time.Jump(TimeSpan.FromDays(1));
        await Look();
        Assert.That((await world.Get<Node>("", "n1")).Condition("Ready")!.Status, Is.EqualTo("True"));
    }

    [Test]
    public async Task A_silent_node_is_noticed_though_the_clock_was_set_back()
    {
        await Look();
        world.Time.Jump(TimeSpan.FromHours(-1));
        world.Time.Advance(TimeSpan.FromSeconds(41));
        await Look();
        Assert.That((await world.Get<Node>("", "n1")).Condition("Ready")!.Status, Is.EqualTo("Unknown"));
    }

    [Test]
    public async Task A_node_that_renews_its_lease_stays_ready()
    {
        await Look();
        for (var i = 0; i < 5; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(15));
            var lease = await world.Get<Lease>("kube-node-lease", "n1");
            await world.Update(lease with { Spec = lease.Spec with { RenewTime = world.Time.GetUtcNow() } });
            await Look();
        }
        Assert.That((await world.Get<Node>("", "n1")).Condition("Ready")!.Status, Is.EqualTo("True"));
    }

    [Test]
    public async Task A_node_that_is_ready_again_loses_the_taints_that_others_did_not_set()
    {
        var node = await world.Get<Node>("", "n1");
        await world.Update(node with { Spec = new NodeSpec { Taints = [new Taint { Key = "node.kubernetes.io/unreachable", Effect = "NoExecute" }, new Taint { Key = "mine", Effect = "NoExecute" }] } });
        await Look();
        Assert.That((await world.Get<Node>("", "n1")).Spec.Taints.Select(taint => taint.Key), Is.EqualTo(new[] { "mine" }));
    }

    private async Task Look()
    {
        world.Informers.Step();
        await controller.ReconcileAsync(Key, CancellationToken.None);
    }
}
