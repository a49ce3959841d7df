using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.ReplicaSets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.ReplicaSets;

internal sealed class ReplicaControllerTests
{
    private static readonly ObjectKey Key = new("default", "web");
    private World world = null!;
    private ReplicaController<ReplicaSet> controller = null!;

    [SetUp]
    public void SetUp()
    {
        world = new World();
        controller = world.With(new ReplicaController<ReplicaSet>(new ReplicaSetKind(), world.Client, world.Events, world.Time));
    }

    [Test]
    public async Task Pods_are_not_created_twice_while_the_informer_lags()
    {
        await world.Create(Sample.ReplicaSet(3));
        world.Informers.Step();
        await controller.ReconcileAsync(Key, CancellationToken.None);
        Assert.That(async () => await controller.ReconcileAsync(Key, CancellationToken.None), Throws.TypeOf<ApiStatusException>(), "its status is stale, too");
        Assert.That(await world.All<Pod>(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Matching_pods_without_controller_are_adopted_and_counted()
    {
        await world.Create(Sample.Pod("stray"));
        await world.Create(Sample.ReplicaSet(2));
        await world.Settle();
        var set = await world.Get<ReplicaSet>("default", "web");
        var pods = await world.All<Pod>();
        Assert.That(pods, Has.Count.EqualTo(2));
        Assert.That(pods.Select(pod => pod.Metadata.OwnerReferences.Single().Uid), Is.All.EqualTo(set.Metadata.Uid));
    }

    [Test]
    public async Task A_failure_to_create_pods_stops_early_and_is_reported()
    {
        await world.Create(Sample.ReplicaSet(10));
        world.Client.State.Failures["create pods"] = new ApiStatusException(StatusReason.Forbidden, "exceeded quota");
        world.Informers.Step();
        Assert.That(async () => await controller.ReconcileAsync(Key, CancellationToken.None), Throws.TypeOf<PodsNotManagedException>());
        Assert.That(world.Client.State.Actions.Count(action => action is { Verb: "create", Resource.Plural: "pods" }), Is.EqualTo(1));
        var condition = (await world.Get<ReplicaSet>("default", "web")).Status.Conditions.Single();
        Assert.That((condition.Type, condition.Reason, condition.Message), Is.EqualTo(("ReplicaFailure", "FailedCreate", "exceeded quota")));
        Assert.That(world.Events.All, Does.Contain("FailedCreate: Error creating: exceeded quota"));

        world.Client.State.Failures.Clear();
        await world.Settle();
        Assert.That((await world.Get<ReplicaSet>("default", "web")).Status, Has.Property("Replicas").EqualTo(10).And.Property("Conditions").Empty);
    }

    [Test]
    public async Task Scaling_down_takes_pods_that_are_not_ready_first()
    {
        await world.Create(Sample.ReplicaSet(3));
        await world.Settle();
        var pods = await world.All<Pod>();
        foreach (var pod in pods.Skip(1)) await world.Update(pod with { Status = Sample.Status(ready: true) }, "status");
        var set = await world.Get<ReplicaSet>("default", "web");
        await world.Update(set with { Spec = set.Spec with { Replicas = 2 } });
        await world.Settle();
        Assert.That((await world.All<Pod>()).Select(pod => pod.Metadata.Name), Is.EquivalentTo(pods.Skip(1).Select(pod => pod.Metadata.Name)));
    }

    [Test]
    public async Task A_ready_pod_counts_as_available_only_after_its_time()
    {
        var set = Sample.ReplicaSet(1);
        await world.Create(set with { Spec = set.Spec with { MinReadySeconds = 10 } });
        await world.Settle();
        var pod = (await world.All<Pod>()).Single();
        await world.Update(pod with { Status = Sample.Status(ready: true, since: world.Time.GetUtcNow()) }, "status");
        world.Informers.Step();
        Assert.That(await controller.ReconcileAsync(Key, CancellationToken.None), Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That((await world.Get<ReplicaSet>("default", "web")).Status, Has.Property("ReadyReplicas").EqualTo(1).And.Property("AvailableReplicas").EqualTo(0));
        world.Time.Advance(TimeSpan.FromSeconds(10));
        world.Informers.Step();
        await controller.ReconcileAsync(Key, CancellationToken.None);
        Assert.That((await world.Get<ReplicaSet>("default", "web")).Status.AvailableReplicas, Is.EqualTo(1));
    }
}
