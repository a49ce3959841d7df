using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Nodes;
using Kite.Api.Models.CoreV1;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Kubelet.Nodes;

internal sealed class NodeEventsTests
{
    private RecordedEvents recorded = null!;
    private NodeEvents events = null!;

    [SetUp]
    public void SetUp()
    {
        recorded = new RecordedEvents();
        var options = new KubeletOptions { NodeName = "n", DataDirectory = "/nowhere", Version = "v1" };
        events = new NodeEvents(new KubeletEvents(recorded, options, new FakeTimeProvider()));
    }

    [Test]
    public void Conditions_that_change_are_told_of()
    {
        events.Changed(Status("b", ("Ready", "False"), ("DiskPressure", "False")), Status("b", ("Ready", "True"), ("DiskPressure", "False"), ("PIDPressure", "False")));
        Assert.That(recorded.All, Is.EqualTo(["NodeReady: Node n status is now: NodeReady", "NodeHasSufficientPID: Node n status is now: NodeHasSufficientPID"]));
    }

    [Test]
    public void A_boot_is_told_of_once()
    {
        events.Changed(NodeStatus.Empty, Status("a"));
        events.Changed(Status("a"), Status("b"));
        events.Changed(Status("b"), Status("b"));
        Assert.That(recorded.All, Is.EqualTo(["Rebooted: Node n has been rebooted, boot id: b"]));
    }

    private static NodeStatus Status(string boot, params (string Type, string Status)[] conditions) => NodeStatus.Empty with
    {
        NodeInfo = NodeSystemInfo.Empty with { BootID = boot },
        Conditions = [.. conditions.Select(condition => new NodeCondition { Type = condition.Type, Status = condition.Status })],
    };
}
