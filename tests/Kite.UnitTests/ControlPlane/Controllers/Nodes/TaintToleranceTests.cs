using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Nodes;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Nodes;

internal sealed class TaintToleranceTests
{
    private static readonly DateTimeOffset Since = DateTimeOffset.Parse("2026-01-02T03:04:05Z");

    [Test]
    public void A_pod_without_toleration_goes_at_once() => Assert.That(EvictAt(), Is.EqualTo(DateTimeOffset.MinValue));

    [Test]
    public void A_toleration_without_limit_keeps_the_pod() =>
        Assert.That(EvictAt(new Toleration { Key = "node.kubernetes.io/unreachable", Operator = "Exists" }), Is.Null);

    [Test]
    public void A_limited_toleration_counts_from_when_the_taint_was_added() =>
        Assert.That(EvictAt(new Toleration { Key = "node.kubernetes.io/unreachable", Operator = "Exists", Effect = "NoExecute", TolerationSeconds = 300 }), Is.EqualTo(Since.AddSeconds(300)));

    [Test]
    public void Another_key_tolerates_nothing() =>
        Assert.That(EvictAt(new Toleration { Key = "node.kubernetes.io/not-ready", Operator = "Exists" }), Is.EqualTo(DateTimeOffset.MinValue));

    private static DateTimeOffset? EvictAt(params Toleration[] tolerations)
    {
        var pod = Sample.Pod("web");
        return TaintTolerance.EvictAt(
            pod with { Spec = pod.Spec with { Tolerations = tolerations } },
            [new Taint { Key = "node.kubernetes.io/unreachable", Effect = "NoExecute", TimeAdded = Since }]);
    }
}
