using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Api.Meta;

namespace Kite.UnitTests.Agent.Kubelet.Nodes;

internal sealed class NodeCapacityTests
{
    private static readonly Dictionary<string, Quantity> Capacity = new()
    {
        ["cpu"] = new("4"), ["memory"] = new("8388608Ki"), ["ephemeral-storage"] = new("100Gi"), ["pods"] = new("110"), ["hugepages-2Mi"] = new("0"),
    };

    [Test]
    public void What_must_stay_free_is_not_there_to_be_had()
    {
        var allocatable = NodeCapacity.Allocate(Options(), Capacity);
        Assert.That(allocatable["memory"].Text, Is.EqualTo("8286208Ki"));
        Assert.That(allocatable["ephemeral-storage"].Value, Is.EqualTo(90L << 30));
        Assert.That(allocatable["cpu"].Text, Is.EqualTo("4"));
    }

    [Test]
    public void What_is_reserved_is_not_there_either()
    {
        Assert.That(ReservedResources.TryParse("cpu=500m,memory=1Gi", out var reserved), Is.True);
        var allocatable = NodeCapacity.Allocate(Options() with { KubeReserved = reserved, SystemReserved = reserved, EvictionHard = [] }, Capacity);
        Assert.That(allocatable["cpu"].Text, Is.EqualTo("3"));
        Assert.That(allocatable["memory"].Text, Is.EqualTo("6291456Ki"));
    }

    [Test]
    public void Huge_pages_are_no_other_memory()
    {
        var capacity = new Dictionary<string, Quantity>(Capacity) { ["hugepages-2Mi"] = new("1Gi") };
        Assert.That(NodeCapacity.Allocate(Options() with { EvictionHard = [] }, capacity)["memory"].Value, Is.EqualTo(7L << 30));
    }

    [TestCase("gpu=1")]
    [TestCase("cpu")]
    [TestCase("memory=-1Gi")]
    public void Other_reservations_are_refused(string text) => Assert.That(ReservedResources.TryParse(text, out _), Is.False);

    [Test]
    public void The_usual_thresholds_are_upstreams() =>
        Assert.That(Options().EvictionHard.Select(threshold => threshold.Signal), Is.EquivalentTo(EvictionSignals.All.Except([EvictionSignals.PidAvailable])));

    private static KubeletOptions Options() => new() { NodeName = "n", DataDirectory = "/", Version = "v1" };
}
