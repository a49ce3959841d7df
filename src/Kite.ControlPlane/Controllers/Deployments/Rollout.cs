using Kite.Api.Client;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Moves a Deployment one step closer to its present template and size.</summary>
internal sealed class Rollout(IApiClient client, NewReplicaSet newest, ReplicaSetScaler scaler)
{
    /// <summary>One step of a rolling update: grow the new, else shrink the old, else clean up.</summary>
    internal async Task<(Deployment Deployment, DeploymentReplicaSets Sets)> RollAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken)
    {
        (deployment, sets) = await newest.EnsureAsync(deployment, sets, cancellationToken);
        var newSet = sets.New!;
        var size = RollingUpdate.NewReplicas(deployment, newSet.Replicas(), sets.TotalReplicas);
        IReadOnlyList<ReplicaSetScale> scales = size == newSet.Replicas() ? RollingUpdate.ScaleDown(deployment, sets) : [new(newSet, size)];
        if (scales.Count > 0) return (deployment, await scaler.ScaleAsync(deployment, sets, scales, cancellationToken));
        await CleanUpWhenCompleteAsync(deployment, sets, cancellationToken);
        return (deployment, sets);
    }

    /// <summary>One step of a recreation: all old pods go before the first new one comes.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="sets">Its ReplicaSets.</param>
    /// <param name="podsOf">The pods of a ReplicaSet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<(Deployment Deployment, DeploymentReplicaSets Sets)> RecreateAsync(
        Deployment deployment, DeploymentReplicaSets sets, Func<ReplicaSet, IEnumerable<Pod>> podsOf, CancellationToken cancellationToken)
    {
        (deployment, sets) = await newest.SyncAsync(deployment, sets, cancellationToken);
        var active = sets.Old.Where(set => set.Replicas() > 0).Select(set => new ReplicaSetScale(set, 0)).ToList();
        if (active.Count > 0) return (deployment, await scaler.ScaleAsync(deployment, sets, active, cancellationToken));
        if (sets.Old.Any(set => set.Status.Replicas > 0 || podsOf(set).Any(pod => !pod.IsFinished()))) return (deployment, sets);
        (deployment, sets) = await newest.EnsureAsync(deployment, sets, cancellationToken);
        if (sets.New is { } newSet && newSet.Replicas() != deployment.Replicas())
            sets = await scaler.ScaleAsync(deployment, sets, [new(newSet, deployment.Replicas())], cancellationToken);
        await CleanUpWhenCompleteAsync(deployment, sets, cancellationToken);
        return (deployment, sets);
    }

    /// <summary>Follows a change of size, of a paused Deployment too.</summary>
    internal async Task<(Deployment Deployment, DeploymentReplicaSets Sets)> ScaleAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken)
    {
        (deployment, sets) = await newest.SyncAsync(deployment, sets, cancellationToken);
        sets = await scaler.ScaleAsync(deployment, sets, ProportionalScaling.Decide(deployment, sets), cancellationToken);
        if (deployment.Spec.Paused is true) await CleanUpAsync(deployment, sets, cancellationToken);
        return (deployment, sets);
    }

    private Task CleanUpWhenCompleteAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken) =>
        RolloutProgress.IsComplete(deployment, deployment.Status) ? CleanUpAsync(deployment, sets, cancellationToken) : Task.CompletedTask;

    /// <summary>Deletes the oldest empty ReplicaSets beyond the history to keep.</summary>
    private async Task CleanUpAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken)
    {
        if (deployment.Spec.RevisionHistoryLimit is not { } limit || limit == int.MaxValue) return;
        var alive = sets.Old.Where(set => set.Metadata.DeletionTimestamp is null).ToList();
        foreach (var set in alive.OrderBy(DeploymentAnnotations.RevisionOf).ThenBy(set => set.Metadata.CreationTimestamp).Take(alive.Count - limit))
        {
            var isEmpty = set.Status.Replicas == 0 && set.Replicas() == 0 && (set.Metadata.Generation ?? 0) <= (set.Status.ObservedGeneration ?? 0);
            if (!isEmpty) continue;
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = set.Metadata.Uid }, PropagationPolicy = "Background" };
            await client.Resource<ReplicaSet>().DeleteIfPresentAsync(set.Metadata.Namespace, set.Metadata.Name, options, cancellationToken);
        }
    }
}
