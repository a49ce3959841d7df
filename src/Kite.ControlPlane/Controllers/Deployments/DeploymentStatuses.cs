using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Works out a Deployment's status from its ReplicaSets.</summary>
internal static class DeploymentStatuses
{
    /// <summary>The counts and the Available condition.</summary>
    internal static DeploymentStatus Calculate(Deployment deployment, DeploymentReplicaSets sets, DateTimeOffset now)
    {
        var available = sets.TotalAvailable;
        var status = deployment.Status with
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = OrAbsent(sets.All.Sum(set => set.Status.Replicas)),
            UpdatedReplicas = OrAbsent(sets.New?.Status.Replicas ?? 0),
            ReadyReplicas = OrAbsent(sets.All.Sum(set => set.Status.ReadyReplicas ?? 0)),
            AvailableReplicas = OrAbsent(available),
            UnavailableReplicas = OrAbsent(Math.Max(0, sets.TotalReplicas - available)),
            TerminatingReplicas = sets.All.Sum(set => set.Status.TerminatingReplicas ?? 0),
        };
        return status.With(available >= deployment.Replicas() - deployment.MaxUnavailable()
            ? DeploymentConditions.Make(DeploymentConditions.Available, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now)
            : DeploymentConditions.Make(DeploymentConditions.Available, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now));
    }

    /// <summary>The counts and all conditions, those on progress included.</summary>
    internal static DeploymentStatus CalculateRollout(Deployment deployment, DeploymentReplicaSets sets, DateTimeOffset now)
    {
        var status = Calculate(deployment, sets, now);
        status = deployment.HasProgressDeadline() ? RolloutProgress.Report(deployment, sets.New, status, now) : status.Without(DeploymentConditions.Progressing);
        return Failure(sets) is { } failure ? status.With(failure) : status.Without(DeploymentConditions.ReplicaFailure);
    }

    /// <summary>Zero is absent on the wire, as upstream omits it.</summary>
    private static int? OrAbsent(int count) => count == 0 ? null : count;

    private static DeploymentCondition? Failure(DeploymentReplicaSets sets)
    {
        var ordered = sets.New is null ? sets.Old : sets.Old.Prepend(sets.New);
        var condition = ordered.SelectMany(set => set.Status.Conditions).FirstOrDefault(condition => condition.Type == DeploymentConditions.ReplicaFailure);
        return condition is null ? null : new DeploymentCondition
        {
            Type = condition.Type,
            Status = condition.Status,
            LastTransitionTime = condition.LastTransitionTime,
            LastUpdateTime = condition.LastTransitionTime,
            Reason = condition.Reason,
            Message = condition.Message,
        };
    }
}
