using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Ownership;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Makes the ReplicaSet of a Deployment's present template, or brings an existing one's annotations and revision up to date.</summary>
internal sealed class NewReplicaSet(IApiClient client, DeploymentWriter writer, IEventRecorder events, TimeProvider time)
{
    /// <summary>Brings the new ReplicaSet up to date where there is one.</summary>
    /// <returns>The Deployment and its ReplicaSets as they are now.</returns>
    internal async Task<(Deployment Deployment, DeploymentReplicaSets Sets)> SyncAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken)
    {
        if (sets.New is not { } existing) return (deployment, sets);
        var updated = DeploymentAnnotations.ForNewest(deployment, existing, NextRevision(sets));
        if ((updated.Spec.MinReadySeconds ?? 0) != (deployment.Spec.MinReadySeconds ?? 0))
            updated = updated with { Spec = updated.Spec with { MinReadySeconds = deployment.Spec.MinReadySeconds ?? 0 } };
        if (!ReferenceEquals(updated, existing)) updated = await client.Resource<ReplicaSet>().UpdateAsync(updated, cancellationToken);
        deployment = await writer.WriteRevisionAsync(deployment, DeploymentAnnotations.RevisionOf(updated).ToString(), cancellationToken);
        if (deployment.HasProgressDeadline() && deployment.Status.Find(DeploymentConditions.Progressing) is null)
            deployment = await ReportAsync(deployment, "True", "FoundNewReplicaSet", $"Found new replica set \"{updated.Metadata.Name}\"", cancellationToken);
        return (deployment, sets with { New = updated });
    }

    /// <summary>Brings the new ReplicaSet up to date, making it where there is none.</summary>
    /// <returns>The Deployment and its ReplicaSets as they are now.</returns>
    internal async Task<(Deployment Deployment, DeploymentReplicaSets Sets)> EnsureAsync(Deployment deployment, DeploymentReplicaSets sets, CancellationToken cancellationToken)
    {
        if (sets.New is not null) return await SyncAsync(deployment, sets, cancellationToken);
        var wanted = Make(deployment, sets);
        var created = await CreateAsync(deployment, wanted, cancellationToken);
        if (created.Replicas() > 0 && created.Metadata.Name == wanted.Metadata.Name)
            events.Record(ObjectReferences.To(deployment), EventTypes.Normal, "ScalingReplicaSet", $"Scaled up replica set {created.Metadata.Name} from 0 to {created.Replicas()}");
        deployment = await writer.WriteRevisionAsync(deployment, DeploymentAnnotations.RevisionOf(created).ToString(), cancellationToken);
        if (deployment.HasProgressDeadline())
            deployment = await ReportAsync(deployment, "True", "NewReplicaSetCreated", $"Created new replica set \"{created.Metadata.Name}\"", cancellationToken);
        return (deployment, sets with { New = created });
    }

    private static long NextRevision(DeploymentReplicaSets sets) => sets.Old.Select(DeploymentAnnotations.RevisionOf).DefaultIfEmpty().Max() + 1;

    private static ReplicaSet Make(Deployment deployment, DeploymentReplicaSets sets)
    {
        var template = deployment.Spec.Template;
        var hash = PodTemplates.Hash(template, deployment.Status.CollisionCount);
        var labels = PodTemplates.WithHash(template.Metadata.Labels, hash);
        var selector = deployment.Spec.Selector;
        var set = new ReplicaSet
        {
            Metadata = new ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                Labels = labels,
                OwnerReferences = [OwnerReferences.ToController(Deployment.Resource, deployment.Metadata)],
            },
            Spec = new ReplicaSetSpec
            {
                Replicas = RollingUpdate.NewReplicas(deployment, 0, sets.TotalReplicas),
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = selector with { MatchLabels = PodTemplates.WithHash(selector.MatchLabels, hash) },
                Template = template with { Metadata = template.Metadata with { Labels = labels } },
            },
        };
        return DeploymentAnnotations.WithSizes(deployment, DeploymentAnnotations.ForNewest(deployment, set, NextRevision(sets)));
    }

    private async Task<ReplicaSet> CreateAsync(Deployment deployment, ReplicaSet wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Resource<ReplicaSet>().CreateAsync(wanted, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
        {
            return await FindOwnAsync(deployment, wanted, e, cancellationToken);
        }
        catch (ApiStatusException e) when (!PodControl.IsNamespaceTerminating(e))
        {
            var message = $"Failed to create new replica set \"{wanted.Metadata.Name}\": {e.Message}";
            events.Record(ObjectReferences.To(deployment), EventTypes.Warning, "ReplicaSetCreateError", message);
            if (deployment.HasProgressDeadline()) await ReportAsync(deployment, "False", "ReplicaSetCreateError", message, cancellationToken);
            throw;
        }
    }

    /// <summary>A ReplicaSet of that name is ours when the informer lags behind; otherwise two templates share a hash, and the next attempt gets another one.</summary>
    private async Task<ReplicaSet> FindOwnAsync(Deployment deployment, ReplicaSet wanted, ApiStatusException cause, CancellationToken cancellationToken)
    {
        var found = await client.Resource<ReplicaSet>().GetAsync(wanted.Metadata.Namespace, wanted.Metadata.Name, cancellationToken);
        if (OwnerReferences.IsControlledBy(found, deployment) && PodTemplates.AreSame(found.Spec.Template, deployment.Spec.Template)) return found;
        var status = deployment.Status with { CollisionCount = (deployment.Status.CollisionCount ?? 0) + 1 };
        await writer.WriteStatusAsync(deployment, status, cancellationToken);
        throw cause;
    }

    private Task<Deployment> ReportAsync(Deployment deployment, string status, string reason, string message, CancellationToken cancellationToken)
    {
        var condition = DeploymentConditions.Make(DeploymentConditions.Progressing, status, reason, message, time.GetUtcNow());
        return writer.WriteStatusAsync(deployment, deployment.Status.With(condition), cancellationToken);
    }
}
