using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.PolicyV1;
using Kite.ControlPlane.Controllers.GarbageCollection;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.PodDisruptionBudgets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.PodDisruptionBudgets;

internal sealed class DisruptionControllerTests
{
    [TestCase("2", null, 2, 1)]
    [TestCase("100%", null, 4, 0)]
    [TestCase(null, "1", 3, 0)]
    [TestCase(null, "50%", 2, 1)]
    public async Task Healthy_pods_beyond_what_must_stay_may_be_disrupted(string? minAvailable, string? maxUnavailable, int desired, int allowed)
    {
        // Four pods wanted, three of them ready.
        var world = new World();
        world.With(new DisruptionController(world.Client, world.Events, new KindLookup(), world.Time));
        var set = await world.Create(Sample.ReplicaSet(4));
        for (var i = 0; i < 4; i++)
        {
            var pod = Sample.Pod($"pod-{i}", ready: i > 0);
            await world.Create(pod with { Metadata = pod.Metadata with { OwnerReferences = [OwnerReferences.ToController(ReplicaSet.Resource, set.Metadata)] } });
        }
        await world.Create(new PodDisruptionBudget
        {
            Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
            Spec = new PodDisruptionBudgetSpec
            {
                MinAvailable = Parse(minAvailable),
                MaxUnavailable = Parse(maxUnavailable),
                Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
            },
        });
        await world.Settle();
        var status = (await world.Get<PodDisruptionBudget>("default", "web")).Status;
        Assert.That(status.CurrentHealthy, Is.EqualTo(3));
        Assert.That(status.DisruptionsAllowed, Is.EqualTo(allowed));
        Assert.That(status.Conditions.Single().Reason, Is.EqualTo(allowed > 0 ? "SufficientPods" : "InsufficientPods"));
        Assert.That(status.DesiredHealthy, Is.EqualTo(desired));
    }

    private static IntOrString? Parse(string? text)
    {
        if (text is null) return null;
        return int.TryParse(text, out var number) ? new IntOrString(number) : new IntOrString(text);
    }
}
