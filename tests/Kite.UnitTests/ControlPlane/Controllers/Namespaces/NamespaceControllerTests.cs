using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Namespaces;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Namespaces;

internal sealed class NamespaceControllerTests
{
    private World world = null!;
    private FixedDiscovery discovery = null!;

    [SetUp]
    public async Task SetUp()
    {
        world = new World();
        discovery = new FixedDiscovery(Pod.Resource, Secret.Resource, Node.Resource);
        world.With(new NamespaceController(world.Client, discovery, world.Time));
        await world.Create(new Namespace
        {
            Metadata = new ObjectMeta { Name = "default", DeletionTimestamp = world.Time.GetUtcNow(), Finalizers = ["test/hold"] },
            Spec = new NamespaceSpec { Finalizers = ["kubernetes", "example.com/other"] },
        });
        await world.Create(new Secret { Metadata = new ObjectMeta { Name = "needed", Namespace = "default" } });
    }

    [Test]
    public async Task An_empty_namespace_loses_its_finalizer_and_no_other()
    {
        await world.Settle();
        Assert.That(await world.All<Secret>(), Is.Empty);
        Assert.That((await Namespace()).Spec.Finalizers, Is.EqualTo(new[] { "example.com/other" }));
        Assert.That((await Namespace()).Status.Conditions.Select(condition => condition.Status), Is.All.EqualTo("False").And.Exactly(5).Items);
    }

    [Test]
    public async Task Pods_go_first_and_what_remains_is_reported()
    {
        var pod = Sample.Pod("web");
        await world.Create(pod with { Metadata = pod.Metadata with { Finalizers = ["example.com/hold"] } });
        await world.Step();
        Assert.That(await world.All<Secret>(), Has.Count.EqualTo(1), "a pod may need it until its end");
        var conditions = (await Namespace()).Status.Conditions.ToDictionary(condition => condition.Type);
        Assert.That(conditions["NamespaceContentRemaining"].Message, Is.EqualTo("Some resources are remaining: pods. has 1 resource instances"));
        Assert.That(conditions["NamespaceFinalizersRemaining"].Message, Is.EqualTo("Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"));
        var held = await world.Get<Pod>("default", "web");
        await world.Update(held with { Metadata = held.Metadata with { Finalizers = [] } });
        await world.Settle();
        Assert.That((await Namespace()).Spec.Finalizers, Does.Not.Contain("kubernetes"));
    }

    [Test]
    public async Task A_group_that_cannot_be_discovered_keeps_the_namespace()
    {
        discovery.Failures.Add("metrics.k8s.io/v1beta1: away");
        await world.Step();
        Assert.That((await Namespace()).Spec.Finalizers, Does.Contain("kubernetes"));
        Assert.That((await Namespace()).Status.Conditions.Single(condition => condition.Status == "True").Reason, Is.EqualTo("DiscoveryFailed"));
    }

    private Task<Namespace> Namespace() => world.Get<Namespace>("", "default");
}
