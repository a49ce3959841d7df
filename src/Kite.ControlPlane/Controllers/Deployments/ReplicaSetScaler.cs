using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Gives ReplicaSets their size and notes in them what it was worked out from.</summary>
internal sealed class ReplicaSetScaler(IApiClient client, IEventRecorder events)
{
    /// <summary>Scales one ReplicaSet.</summary>
    /// <returns>The ReplicaSet as it is now.</returns>
    internal async Task<ReplicaSet> ScaleAsync(Deployment deployment, ReplicaSetScale scale, CancellationToken cancellationToken)
    {
        var set = scale.Set;
        var noted = DeploymentAnnotations.WithSizes(deployment, set);
        var old = set.Replicas();
        if (old == scale.Replicas && ReferenceEquals(noted, set)) return set;
        var updated = await client.Resource<ReplicaSet>().UpdateAsync(noted with { Spec = noted.Spec with { Replicas = scale.Replicas } }, cancellationToken);
        if (old != scale.Replicas)
        {
            var direction = old < scale.Replicas ? "up" : "down";
            events.Record(ObjectReferences.To(deployment), EventTypes.Normal, "ScalingReplicaSet", $"Scaled {direction} replica set {set.Metadata.Name} from {old} to {scale.Replicas}");
        }
        return updated;
    }

    /// <summary>Scales several ReplicaSets.</summary>
    /// <returns>The Deployment's ReplicaSets as they are now.</returns>
    internal async Task<DeploymentReplicaSets> ScaleAsync(Deployment deployment, DeploymentReplicaSets sets, IEnumerable<ReplicaSetScale> scales, CancellationToken cancellationToken)
    {
        foreach (var scale in scales)
        {
            var scaled = await ScaleAsync(deployment, scale, cancellationToken);
            sets = ReferenceEquals(scale.Set, sets.New)
                ? sets with { New = scaled }
                : sets with { Old = [.. sets.Old.Select(set => ReferenceEquals(set, scale.Set) ? scaled : set)] };
        }
        return sets;
    }
}
