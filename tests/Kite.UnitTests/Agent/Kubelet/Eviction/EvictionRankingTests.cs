using Kite.Agent.Kubelet.Eviction;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Eviction;

internal sealed class EvictionRankingTests
{
    private static readonly IReadOnlyDictionary<string, (long, long)> None = new Dictionary<string, (long, long)>();

    [Test]
    public void Who_exceeds_its_request_goes_first_then_who_matters_least_then_who_exceeds_by_the_most()
    {
        PodConsumption[] pods =
        [
            Pod("within", 900, 1000, 0), Pod("important", 900, 100, 10), Pod("a little", 200, 100, 0), Pod("a lot", 800, 100, 0),
        ];
        Assert.That(EvictionRanking.Rank(EvictionSignals.MemoryAvailable, pods).Select(pod => pod.Pod.Metadata.Name), Is.EqualTo(new[] { "a lot", "a little", "important", "within" }));
    }

    [Test]
    public void Processes_are_nobodys_by_request()
    {
        PodConsumption[] pods = [Pod("few", 3, 0, 0), Pod("many", 300, 0, 0), Pod("important", 3000, 0, 5)];
        Assert.That(EvictionRanking.Rank(EvictionSignals.PidAvailable, pods).Select(pod => pod.Pod.Metadata.Name), Is.EqualTo(new[] { "many", "few", "important" }));
    }

    [Test]
    public void Pods_of_the_system_are_critical()
    {
        Assert.That(EvictionRanking.IsCritical(Pod("a", 0, 0, 2_000_000_000).Pod), Is.True);
        Assert.That(EvictionRanking.IsCritical(Pod("a", 0, 0, 1_000_000_000).Pod), Is.False);
    }

    [Test]
    public void The_message_is_upstreams()
    {
        Assert.That(EvictionThresholds.TryParse("memory.available<100Mi", out var thresholds), Is.True);
        var pod = Pod("a", 500, 100, 0) with { Containers = new Dictionary<string, (long, long)> { ["main"] = (500 << 20, 100 << 20), ["within"] = (1, 2) } };
        Assert.That(EvictionMessage.Of(thresholds[0], new SignalObservation(1L << 30, 50L << 20), pod), Is.EqualTo(
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 51200Ki. Container main was using 500Mi, request is 100Mi, has larger consumption of memory. "));
        Assert.That(EvictionMessage.OfEmptyDir("scratch", new Quantity("10Mi")), Is.EqualTo("Usage of EmptyDir volume \"scratch\" exceeds the limit \"10Mi\". "));
    }

    private static PodConsumption Pod(string name, long used, long requested, int priority) =>
        new(new Pod { Metadata = new() { Name = name, Uid = name }, Spec = new PodSpec { Priority = priority } }, used, requested, None);
}
