using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Deployments;
using Kite.ControlPlane.Controllers.ReplicaSets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Deployments;

internal sealed class DeploymentControllerTests
{
    private World world = null!;

    [SetUp]
    public void SetUp()
    {
        world = new World();
        world.With(new DeploymentController(world.Client, world.Events, world.Time));
        world.With(new ReplicaController<ReplicaSet>(new ReplicaSetKind(), world.Client, world.Events, world.Time));
    }

    [Test]
    public async Task A_deployment_makes_a_replica_set_and_its_pods_and_reports_when_they_are_available()
    {
        await world.Create(Sample.Deployment(3));
        await world.Settle();
        var set = (await world.All<ReplicaSet>()).Single();
        Assert.That(set.Metadata.Labels, Contains.Key(PodTemplates.HashLabel));
        Assert.That(await world.All<Pod>(), Has.Count.EqualTo(3));
        Assert.That(world.Events.All, Does.Contain($"ScalingReplicaSet: Scaled up replica set {set.Metadata.Name} from 0 to 3"));

        await MakeReady();
        var deployment = await Deployment();
        Assert.That(deployment.Metadata.Annotations[DeploymentAnnotations.Revision], Is.EqualTo("1"));
        Assert.That(deployment.Status, Has.Property("AvailableReplicas").EqualTo(3).And.Property("UpdatedReplicas").EqualTo(3).And.Property("ObservedGeneration").EqualTo(1));
        Assert.That(deployment.Status.Find("Available")!.Message, Is.EqualTo("Deployment has minimum availability."));
        Assert.That(deployment.Status.Find("Progressing")!.Message, Is.EqualTo($"ReplicaSet \"{set.Metadata.Name}\" has successfully progressed."));
    }

    [Test]
    public async Task A_new_template_rolls_out_without_going_below_what_must_be_available()
    {
        await world.Create(Sample.Deployment(4, surge: 1, unavailable: 1));
        await world.Settle();
        await MakeReady();
        await SetImage("web:2");
        for (var i = 0; i < 30; i++)
        {
            await world.Settle();
            var pods = await world.All<Pod>();
            Assert.That(pods, Has.Count.InRange(3, 5));
            Assert.That(pods.Count(pod => pod.Status.Phase == "Running"), Is.GreaterThanOrEqualTo(3));
            if (pods.FirstOrDefault(pod => pod.Status.Phase != "Running") is not { } waiting) break;
            await world.Update(waiting with { Status = Sample.Status(ready: true) }, "status");
        }
        Assert.That((await world.All<Pod>()).Select(pod => pod.Spec.Containers[0].Image), Is.All.EqualTo("web:2").And.Exactly(4).Items);
        Assert.That((await world.All<ReplicaSet>()).Select(DeploymentAnnotations.RevisionOf), Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That((await Deployment()).Status.Find("Progressing")!.Reason, Is.EqualTo("NewReplicaSetAvailable"));
    }

    [Test]
    public async Task Undoing_a_rollout_reuses_the_old_set_under_a_new_revision()
    {
        await world.Create(Sample.Deployment(1));
        await world.Settle();
        await MakeReady();
        await SetImage("web:2");
        await world.Settle();
        await MakeReady();
        await SetImage("web:1");
        await world.Settle();
        await MakeReady();
        var sets = await world.All<ReplicaSet>();
        Assert.That(sets, Has.Count.EqualTo(2));
        var reused = sets.Single(set => set.Spec.Template!.Spec.Containers[0].Image == "web:1");
        Assert.That(reused.Metadata.Annotations[DeploymentAnnotations.Revision], Is.EqualTo("3"));
        Assert.That(reused.Metadata.Annotations[DeploymentAnnotations.RevisionHistory], Is.EqualTo("1"));
        Assert.That((await Deployment()).Metadata.Annotations[DeploymentAnnotations.Revision], Is.EqualTo("3"));
    }

    [Test]
    public async Task Recreate_waits_for_the_last_old_pod()
    {
        var deployment = Sample.Deployment(2);
        await world.Create(deployment with { Spec = deployment.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } });
        await world.Settle();
        await MakeReady();
        foreach (var pod in await world.All<Pod>()) await world.Update(pod with { Metadata = pod.Metadata with { Finalizers = ["test/hold"] } });
        await SetImage("web:2");
        await world.Settle();
        Assert.That((await world.All<Pod>()).Select(pod => pod.Spec.Containers[0].Image), Is.All.EqualTo("web:1"), "old pods still terminate");
        foreach (var pod in await world.All<Pod>()) await world.Update(pod with { Metadata = pod.Metadata with { Finalizers = [] } });
        await world.Settle();
        Assert.That((await world.All<Pod>()).Select(pod => pod.Spec.Containers[0].Image), Is.All.EqualTo("web:2").And.Exactly(2).Items);
    }

    [Test]
    public async Task A_rollout_without_progress_is_reported_after_the_deadline()
    {
        await world.Create(Sample.Deployment(1));
        await world.Settle();
        world.Time.Advance(TimeSpan.FromSeconds(601));
        var deployment = await Deployment();
        await world.Update(deployment with { Metadata = deployment.Metadata with { Labels = new Dictionary<string, string> { ["touched"] = "yes" } } });
        await world.Settle();
        var condition = (await Deployment()).Status.Find("Progressing")!;
        Assert.That((condition.Status, condition.Reason), Is.EqualTo(("False", "ProgressDeadlineExceeded")));
        Assert.That(condition.Message, Does.EndWith("has timed out progressing."));
    }

    [Test]
    public async Task A_paused_deployment_scales_but_does_not_roll_out()
    {
        await world.Create(Sample.Deployment(2));
        await world.Settle();
        await MakeReady();
        var deployment = await Deployment();
        await world.Update(deployment with { Spec = deployment.Spec with { Paused = true, Replicas = 3, Template = Sample.Template("web:2") } });
        await world.Settle();
        Assert.That((await world.All<ReplicaSet>()).Single().Spec.Replicas, Is.EqualTo(3));
        Assert.That((await Deployment()).Status.Find("Progressing")!.Reason, Is.EqualTo("DeploymentPaused"));
    }

    [Test]
    public async Task Sets_beyond_the_history_limit_are_deleted_oldest_first()
    {
        var deployment = Sample.Deployment(1);
        await world.Create(deployment with { Spec = deployment.Spec with { RevisionHistoryLimit = 1 } });
        foreach (var image in new[] { "web:1", "web:2", "web:3" })
        {
            await SetImage(image);
            await world.Settle();
            await MakeReady();
        }
        Assert.That((await world.All<ReplicaSet>()).Select(set => set.Spec.Template!.Spec.Containers[0].Image), Is.EquivalentTo(new[] { "web:2", "web:3" }));
    }

    [Test]
    public async Task A_set_of_the_same_name_that_is_not_ours_counts_as_a_collision()
    {
        var deployment = await world.Create(Sample.Deployment(1));
        var taken = Sample.ReplicaSet(0, $"web-{PodTemplates.Hash(deployment.Spec.Template, null)}");
        await world.Create(taken with { Metadata = taken.Metadata with { Labels = new Dictionary<string, string> { ["app"] = "other" } } });
        await Assert.ThatAsync(world.Settle, Throws.Exception);
        Assert.That((await Deployment()).Status.CollisionCount, Is.EqualTo(1));
        await world.Settle();
        Assert.That((await world.All<ReplicaSet>()).Select(set => set.Metadata.Name), Does.Contain($"web-{PodTemplates.Hash(deployment.Spec.Template, 1)}"));
    }

    private Task<Deployment> Deployment() => world.Get<Deployment>("default", "web");

    private async Task SetImage(string image)
    {
        var deployment = await Deployment();
        await world.Update(deployment with { Spec = deployment.Spec with { Template = Sample.Template(image) } });
    }

    private async Task MakeReady()
    {
        for (var i = 0; i < 10; i++)
        {
            foreach (var pod in (await world.All<Pod>()).Where(pod => pod.Status.Phase != "Running"))
                await world.Update(pod with { Status = Sample.Status(ready: true) }, "status");
            await world.Settle();
        }
    }
}
