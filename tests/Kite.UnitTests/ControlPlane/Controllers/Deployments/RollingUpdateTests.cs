using Kite.Api.Models.AppsV1;
using Kite.ControlPlane.Controllers.Deployments;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Deployments;

internal sealed class RollingUpdateTests
{
    [TestCase(10, "25%", "25%", 0, 10, ExpectedResult = 3)]
    [TestCase(10, "2", "0", 0, 10, ExpectedResult = 2)]
    [TestCase(10, "0", "1", 0, 10, ExpectedResult = 0)]
    [TestCase(10, "0", "1", 0, 9, ExpectedResult = 1)]
    [TestCase(10, "100%", "0", 0, 10, ExpectedResult = 10)]
    [TestCase(10, "25%", "25%", 8, 9, ExpectedResult = 10)]
    [TestCase(3, "25%", "25%", 5, 5, ExpectedResult = 3)]
    [TestCase(1, "25%", "25%", 0, 1, ExpectedResult = 1)]
    public int The_new_set_grows_within_the_surge(int replicas, string surge, string unavailable, int newReplicas, int total) =>
        RollingUpdate.NewReplicas(Sample.Deployment(replicas, Parse(surge), Parse(unavailable)), newReplicas, total);

    [TestCase(10, "0", "2", 0, 0, 10, 10, ExpectedResult = 8, Description = "as many as may be unavailable")]
    [TestCase(10, "2", "0", 2, 0, 10, 10, ExpectedResult = 10, Description = "new ones not yet available count against it")]
    [TestCase(10, "2", "0", 2, 2, 10, 10, ExpectedResult = 8, Description = "new ones available make room")]
    [TestCase(10, "0", "2", 0, 0, 10, 8, ExpectedResult = 8, Description = "unhealthy ones go first")]
    [TestCase(10, "0", "2", 2, 0, 8, 8, ExpectedResult = 8, Description = "at the limit")]
    public int The_old_set_shrinks_within_availability(int replicas, string surge, string unavailable, int newReplicas, int newAvailable, int oldReplicas, int oldAvailable)
    {
        var old = Sample.ReplicaSet(oldReplicas, "old", oldAvailable);
        var sets = new DeploymentReplicaSets(Sample.ReplicaSet(newReplicas, "new", newAvailable), [old]);
        var scales = RollingUpdate.ScaleDown(Sample.Deployment(replicas, Parse(surge), Parse(unavailable)), sets);
        return scales.Select(scale => scale.Replicas).DefaultIfEmpty(oldReplicas).Single();
    }

    [Test]
    public void Of_several_old_sets_unhealthy_pods_go_before_available_ones()
    {
        var first = Sample.ReplicaSet(3, "first", available: 3);
        var second = Sample.ReplicaSet(3, "second", available: 1);
        var sets = new DeploymentReplicaSets(Sample.ReplicaSet(2, "new", available: 2), [first, second]);
        var scales = RollingUpdate.ScaleDown(Sample.Deployment(6, 2, 2), sets);
        Assert.That(scales, Is.EquivalentTo(new[] { new ReplicaSetScale(first, 1), new ReplicaSetScale(second, 1) }));
    }

    [TestCase("25%", "25%", 10, 3, 2)]
    [TestCase("0", "0%", 10, 0, 1)]
    [TestCase("1", "20", 10, 1, 10)]
    [TestCase("50%", "50%", 0, 0, 0)]
    public void Percentages_round_in_favour_of_availability(string surge, string unavailable, int replicas, int maxSurge, int maxUnavailable)
    {
        Deployment deployment = Sample.Deployment(replicas, Parse(surge), Parse(unavailable));
        Assert.That((deployment.MaxSurge(), deployment.MaxUnavailable()), Is.EqualTo((maxSurge, maxUnavailable)));
    }

    private static Kite.Api.Meta.IntOrString Parse(string text) => int.TryParse(text, out var number) ? number : text;
}
