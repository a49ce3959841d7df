using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Rolls Deployments out by way of one ReplicaSet for every template they had.</summary>
internal sealed class DeploymentController : IController
{
    private const string OwnerIndex = "controller-uid";
    private const string OrphanIndex = "orphan-namespace";
    private readonly IEventRecorder events;
    private readonly TimeProvider time;
    private readonly Claimer<Deployment, ReplicaSet> claimer;
    private readonly DeploymentWriter writer;
    private readonly Rollout rollout;
    private ILister<Deployment> deployments = null!;
    private ILister<ReplicaSet> sets = null!;
    private ILister<Pod> pods = null!;

    public DeploymentController(IApiClient client, IEventRecorderFactory recorders, TimeProvider time)
    {
        this.time = time;
        events = recorders.For("deployment-controller");
        claimer = new Claimer<Deployment, ReplicaSet>(client);
        writer = new DeploymentWriter(client);
        rollout = new Rollout(client, new NewReplicaSet(client, writer, events, time), new ReplicaSetScaler(client, events));
    }

    /// <inheritdoc/>
    public string Name => "deployment";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["deployments.apps", "replicasets.apps", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["deployments.apps", "deployments.apps/status", "replicasets.apps"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var deploymentInformer = informers.For<Deployment>();
        var setInformer = informers.For<ReplicaSet>();
        var podInformer = informers.Pods();
        setInformer.AddIndex(OwnerIndex, set => OwnerReferences.ControllerOf(set) is { } owner ? [owner.Uid] : []);
        setInformer.AddIndex(OrphanIndex, set => OwnerReferences.ControllerOf(set) is null ? [set.Metadata.Namespace] : []);
        deployments = deploymentInformer.Lister;
        sets = setInformer.Lister;
        pods = podInformer.Lister;
        deploymentInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        setInformer.OnChange(change => OnSet(change, queue));
        podInformer.OnChange(change => OnPod(change, queue));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (deployments.Get(key) is not { } deployment) return null;
        if (deployment.Spec.Selector.IsEmpty()) return await RefuseAsync(deployment, cancellationToken);
        var owned = await ClaimAsync(deployment, cancellationToken);
        if (deployment.Metadata.DeletionTimestamp is not null)
        {
            await writer.WriteStatusAsync(deployment, DeploymentStatuses.Calculate(deployment, owned, time.GetUtcNow()), cancellationToken);
            return null;
        }
        deployment = await writer.WriteStatusAsync(deployment, WithPause(deployment), cancellationToken);
        if (deployment.Spec.Paused is true || ProportionalScaling.IsDue(deployment, owned))
        {
            (deployment, owned) = await rollout.ScaleAsync(deployment, owned, cancellationToken);
            await writer.WriteStatusAsync(deployment, DeploymentStatuses.Calculate(deployment, owned, time.GetUtcNow()), cancellationToken);
            return null;
        }
        (deployment, owned) = deployment.IsRolling()
            ? await rollout.RollAsync(deployment, owned, cancellationToken)
            : await rollout.RecreateAsync(deployment, owned, set => pods.ControlledBy(set.Metadata.Uid), cancellationToken);
        var now = time.GetUtcNow();
        deployment = await writer.WriteStatusAsync(deployment, DeploymentStatuses.CalculateRollout(deployment, owned, now), cancellationToken);
        return RolloutProgress.NextCheck(deployment, deployment.Status, now);
    }

    private async Task<TimeSpan?> RefuseAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        events.Record(ObjectReferences.To(deployment), EventTypes.Warning, "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
        await writer.WriteStatusAsync(deployment, deployment.Status with { ObservedGeneration = deployment.Metadata.Generation }, cancellationToken);
        return null;
    }

    private async Task<DeploymentReplicaSets> ClaimAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var candidates = sets.ByIndex(OwnerIndex, deployment.Metadata.Uid).Concat(sets.ByIndex(OrphanIndex, deployment.Metadata.Namespace));
        var owned = await claimer.ClaimAsync(deployment, candidates, set => deployment.Spec.Selector.Matches(set.Metadata.Labels), cancellationToken);
        var newest = PodTemplates.FindNewest(deployment, owned);
        var old = owned.Where(set => !ReferenceEquals(set, newest)).OrderBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal);
        return new DeploymentReplicaSets(newest, [.. old]);
    }

    /// <summary>Notes pausing and resuming in the Progressing condition, so that the time in between doesn't count as lack of progress.</summary>
    private DeploymentStatus WithPause(Deployment deployment)
    {
        var status = deployment.Status;
        var current = status.Find(DeploymentConditions.Progressing);
        if (!deployment.HasProgressDeadline() || current?.Reason == DeploymentConditions.ProgressDeadlineExceeded) return status;
        var isNoted = current?.Reason == DeploymentConditions.Paused;
        var isPaused = deployment.Spec.Paused is true;
        if (isPaused == isNoted) return status;
        return status.With(isPaused
            ? DeploymentConditions.Make(DeploymentConditions.Progressing, "Unknown", DeploymentConditions.Paused, "Deployment is paused", time.GetUtcNow())
            : DeploymentConditions.Make(DeploymentConditions.Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed", time.GetUtcNow()));
    }

    private void OnSet(InformerEvent<ReplicaSet> change, IWorkQueue<ObjectKey> queue)
    {
        var set = change.Object;
        if (change.Old is { } old && OwnerReferences.ControllerOf(old) is { Kind: "Deployment" } before) queue.Add(new ObjectKey(old.Metadata.Namespace, before.Name));
        if (OwnerReferences.ControllerOf(set) is { } owner)
        {
            if (owner.Kind == Deployment.Resource.Kind) queue.Add(new ObjectKey(set.Metadata.Namespace, owner.Name));
            return;
        }
        if (change.Type is WatchEventType.Deleted) return;
        foreach (var deployment in deployments.List(set.Metadata.Namespace))
            if (deployment.Spec.Selector.Matches(set.Metadata.Labels)) queue.Add(ObjectKey.Of(deployment));
    }

    /// <summary>A recreation waits for the last old pod to go.</summary>
    private void OnPod(InformerEvent<Pod> change, IWorkQueue<ObjectKey> queue)
    {
        if (change.Type is not WatchEventType.Deleted || OwnerReferences.ControllerOf(change.Object) is not { Kind: "ReplicaSet" } owner) return;
        var set = sets.Get(new ObjectKey(change.Object.Metadata.Namespace, owner.Name));
        if (set is null || OwnerReferences.ControllerOf(set) is not { } controller) return;
        var key = new ObjectKey(set.Metadata.Namespace, controller.Name);
        if (deployments.Get(key) is { } deployment && !deployment.IsRolling()) queue.Add(key);
    }
}
