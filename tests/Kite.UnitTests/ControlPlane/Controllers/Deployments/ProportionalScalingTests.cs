using Kite.Api.Models.AppsV1;
using Kite.ControlPlane.Controllers.Deployments;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Deployments;

internal sealed class ProportionalScalingTests
{
    [Test]
    public void A_rollout_under_way_keeps_its_proportions_when_scaled_up()
    {
        // 10 pods, surge 3, unavailable 2: eight old and five new when the size goes to 15.
        var sizes = Scale(from: 10, to: 15, newReplicas: 5, oldReplicas: 8);
        Assert.That(sizes, Is.EqualTo((7, 11)));
    }

    [Test]
    public void Scaling_to_nothing_empties_every_set() => Assert.That(Scale(from: 10, to: 0, newReplicas: 5, oldReplicas: 8), Is.EqualTo((0, 0)));

    [Test]
    public void The_one_active_set_takes_the_whole_size()
    {
        var old = Noted(Sample.ReplicaSet(0, "old"), 3);
        var newest = Noted(Sample.ReplicaSet(3, "new", available: 3), 3);
        var scales = ProportionalScaling.Decide(Sample.Deployment(7), new DeploymentReplicaSets(newest, [old]));
        Assert.That(scales, Is.EqualTo(new[] { new ReplicaSetScale(newest, 7) }));
    }

    private static (int New, int Old) Scale(int from, int to, int newReplicas, int oldReplicas)
    {
        var old = Noted(Sample.ReplicaSet(oldReplicas, "old", available: oldReplicas), from);
        var newest = Noted(Sample.ReplicaSet(newReplicas, "new"), from);
        var deployment = Sample.Deployment(to, 3, 2);
        var sets = new DeploymentReplicaSets(newest, [old]);
        Assert.That(ProportionalScaling.IsDue(deployment, sets), Is.True);
        var scales = ProportionalScaling.Decide(deployment, sets).ToDictionary(scale => scale.Set.Metadata.Name, scale => scale.Replicas);
        return (scales["new"], scales["old"]);
    }

    private static ReplicaSet Noted(ReplicaSet set, int replicas) => DeploymentAnnotations.WithSizes(Sample.Deployment(replicas, 3, 2), set);
}
