using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Discovery;
using Kite.ControlPlane.Controllers.GarbageCollection;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.GarbageCollection;

internal sealed class GarbageCollectorTests
{
    private static readonly ApiResource[] Resources = [Deployment.Resource, ReplicaSet.Resource, Pod.Resource];
    private readonly HashSet<string> known = [];
    private World world = null!;
    private OwnerGraph graph = null!;
    private GarbageCollector collector = null!;
    private KeySet queue = null!;
    private KindLookup kinds = null!;

    [SetUp]
    public void SetUp()
    {
        known.Clear();
        world = new World();
        graph = new OwnerGraph();
        queue = new KeySet();
        kinds = new KindLookup();
        kinds.Set(Resources.Select(resource => new ServedResource(resource, ["get", "list", "watch", "delete"])));
        collector = new GarbageCollector(world.Client, graph, kinds);
        collector.Register(world.Informers, queue);
        graph.SetComplete();
    }

    [Test]
    public async Task What_a_deleted_object_owned_goes_with_it_down_to_the_last()
    {
        var deployment = await world.Create(Sample.Deployment(1));
        var set = await world.Create(Owned(Sample.ReplicaSet(1), Deployment.Resource, deployment));
        await world.Create(Owned(Sample.Pod("web-1"), ReplicaSet.Resource, set));
        await Settle();
        Assert.That(await world.All<Pod>(), Has.Count.EqualTo(1));
        await world.Delete(deployment);
        await Settle();
        Assert.That(await world.All<ReplicaSet>(), Is.Empty);
        Assert.That(await world.All<Pod>(), Is.Empty);
    }

    [Test]
    public async Task An_owner_of_the_same_name_but_another_uid_is_no_owner()
    {
        var set = await world.Create(Sample.ReplicaSet(1));
        var pod = Owned(Sample.Pod("web-1"), ReplicaSet.Resource, set);
        await world.Create(pod with { Metadata = pod.Metadata with { OwnerReferences = [pod.Metadata.OwnerReferences[0] with { Uid = "another" }] } });
        await Settle();
        Assert.That(await world.All<Pod>(), Is.Empty);
        Assert.That(await world.All<ReplicaSet>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_object_with_one_owner_left_only_loses_the_reference_to_the_other()
    {
        var stays = await world.Create(Sample.ReplicaSet(1, "stays"));
        var goes = await world.Create(Sample.ReplicaSet(1, "goes"));
        var pod = Owned(Sample.Pod("web-1"), ReplicaSet.Resource, stays);
        var second = OwnerReferences.ToController(ReplicaSet.Resource, goes.Metadata) with { Controller = null };
        await world.Create(pod with { Metadata = pod.Metadata with { OwnerReferences = [pod.Metadata.OwnerReferences[0], second] } });
        await Settle();
        await world.Delete(goes);
        await Settle();
        Assert.That((await world.Get<Pod>("default", "web-1")).Metadata.OwnerReferences.Select(owner => owner.Name), Is.EqualTo(new[] { "stays" }));
    }

    [Test]
    public async Task An_owner_in_the_foreground_waits_for_dependents_that_block_it()
    {
        var set = await world.Create(WithFinalizer(Sample.ReplicaSet(1), "foregroundDeletion"));
        var pod = Owned(Sample.Pod("web-1"), ReplicaSet.Resource, set);
        await world.Create(pod with { Metadata = pod.Metadata with { Finalizers = ["test/hold"] } });
        await Settle();
        await world.Delete(set);
        await Settle();
        Assert.That(await world.All<ReplicaSet>(), Has.Count.EqualTo(1), "its pod is still being deleted");
        var held = await world.Get<Pod>("default", "web-1");
        Assert.That(held.Metadata.DeletionTimestamp, Is.Not.Null);
        await world.Update(held with { Metadata = held.Metadata with { Finalizers = [] } });
        await Settle();
        Assert.That(await world.All<ReplicaSet>(), Is.Empty);
    }

    [Test]
    public async Task An_owner_that_orphans_lets_its_dependents_go_and_then_goes()
    {
        var set = await world.Create(WithFinalizer(Sample.ReplicaSet(1), "orphan"));
        await world.Create(Owned(Sample.Pod("web-1"), ReplicaSet.Resource, set));
        await Settle();
        await world.Delete(set);
        await Settle();
        Assert.That((await world.Get<Pod>("default", "web-1")).Metadata.OwnerReferences, Is.Empty);
        Assert.That(await world.All<ReplicaSet>(), Is.Empty);
    }

    [Test]
    public async Task An_object_of_an_unknown_owner_kind_is_kept()
    {
        var pod = Sample.Pod("web-1");
        var owner = new OwnerReference { ApiVersion = "example.com/v1", Kind = "Widget", Name = "w", Uid = "w-uid" };
        await world.Create(pod with { Metadata = pod.Metadata with { OwnerReferences = [owner] } });
        await Settle();
        Assert.That(await world.All<Pod>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_object_whose_owner_is_gone_by_the_time_its_kind_is_known_goes_then()
    {
        var pod = Sample.Pod("web-1");
        var owner = new OwnerReference { ApiVersion = "example.com/v1", Kind = "Widget", Name = "w", Uid = "w-uid" };
        await world.Create(pod with { Metadata = pod.Metadata with { OwnerReferences = [owner] } });
        await Settle();

        ApiResource widgets = new("example.com", "v1", "widgets", "Widget", true);
        Assert.That(kinds.Set(Resources.Append(widgets).Select(resource => new ServedResource(resource, ["get", "list", "watch", "delete"]))), Is.True);
        graph.LookAgain();
        await Settle();

        Assert.That(await world.All<Pod>(), Is.Empty);
    }

    [Test]
    public async Task Objects_whose_owners_are_all_known_cost_no_request()
    {
        var set = await world.Create(Sample.ReplicaSet(1));
        var pod = await world.Create(Owned(Sample.Pod("web-1"), ReplicaSet.Resource, set));
        graph.Set(Pod.Resource, pod.Metadata);
        graph.Set(ReplicaSet.Resource, set.Metadata);
        world.Client.State.Failures["get pods"] = Kite.Api.Errors.ApiErrors.BadRequest("not to be asked");
        foreach (var key in queue.TakeAll())
            Assert.That(await collector.ReconcileAsync(key, CancellationToken.None), Is.Null);
        Assert.That(await world.All<Pod>(), Has.Count.EqualTo(1));
    }

    private static Pod Owned(Pod pod, ApiResource resource, ReplicaSet owner) =>
        pod with { Metadata = pod.Metadata with { OwnerReferences = [OwnerReferences.ToController(resource, owner.Metadata)] } };

    private static ReplicaSet Owned(ReplicaSet set, ApiResource resource, Deployment owner) =>
        set with { Metadata = set.Metadata with { OwnerReferences = [OwnerReferences.ToController(resource, owner.Metadata)] } };

    private static ReplicaSet WithFinalizer(ReplicaSet set, string finalizer) => set with { Metadata = set.Metadata with { Finalizers = [finalizer] } };

    private async Task Settle()
    {
        for (var i = 0; i < 50; i++)
        {
            await Observe();
            var keys = queue.TakeAll();
            if (keys.Count == 0) return;
            foreach (var key in keys) await collector.ReconcileAsync(key, CancellationToken.None);
        }
        Assert.Fail("the collector never comes to rest");
    }

    private async Task Observe()
    {
        var present = new HashSet<string>();
        foreach (var resource in Resources)
        {
            var list = await world.Client.Resource<PartialObjectMetadata>(resource).ListAsync(null, Kite.Api.Client.ListQuery.All, CancellationToken.None);
            foreach (var item in list.Items)
            {
                present.Add(item.Metadata.Uid);
                graph.Set(resource, item.Metadata);
            }
        }
        foreach (var uid in known.Except(present).ToList()) graph.Remove(uid);
        known.Clear();
        known.UnionWith(present);
    }
}
