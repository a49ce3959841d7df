using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Judges whether a rollout is done, moving or stuck.</summary>
internal static class RolloutProgress
{
    /// <summary>True where every pod asked for is there, of the present template, and available.</summary>
    internal static bool IsComplete(Deployment deployment, DeploymentStatus status) =>
        (status.UpdatedReplicas ?? 0) == deployment.Replicas()
        && (status.Replicas ?? 0) == deployment.Replicas()
        && (status.AvailableReplicas ?? 0) == deployment.Replicas()
        && (status.ObservedGeneration ?? 0) >= (deployment.Metadata.Generation ?? 0);

    /// <summary>The status with the Progressing condition brought up to date.</summary>
    internal static DeploymentStatus Report(Deployment deployment, ReplicaSet? newest, DeploymentStatus status, DateTimeOffset now)
    {
        var current = deployment.Status.Find(DeploymentConditions.Progressing);
        if ((status.Replicas ?? 0) == (status.UpdatedReplicas ?? 0) && current?.Reason == DeploymentConditions.NewReplicaSetAvailable) return status;
        var subject = newest is null ? $"Deployment \"{deployment.Metadata.Name}\"" : $"ReplicaSet \"{newest.Metadata.Name}\"";
        if (IsComplete(deployment, status))
            return status.With(Make("True", DeploymentConditions.NewReplicaSetAvailable, $"{subject} has successfully progressed."));
        if (HasMoved(deployment.Status, status))
        {
            // Every step counts anew, so that the deadline runs from the last one.
            var moved = Make("True", "ReplicaSetUpdated", $"{subject} is progressing.");
            if (current?.Status == "True") moved = moved with { LastTransitionTime = current.LastTransitionTime };
            return status.Without(DeploymentConditions.Progressing).With(moved);
        }
        return HasTimedOut(deployment, current, now)
            ? status.With(Make("False", DeploymentConditions.ProgressDeadlineExceeded, $"{subject} has timed out progressing."))
            : status;

        DeploymentCondition Make(string value, string reason, string message) =>
            DeploymentConditions.Make(DeploymentConditions.Progressing, value, reason, message, now);
    }

    /// <summary>When a rollout that doesn't move has to be looked at again; null where that isn't needed.</summary>
    internal static TimeSpan? NextCheck(Deployment deployment, DeploymentStatus status, DateTimeOffset now)
    {
        var current = status.Find(DeploymentConditions.Progressing);
        if (!deployment.HasProgressDeadline() || current?.LastUpdateTime is not { } since) return null;
        if (IsComplete(deployment, status) || current.Reason is DeploymentConditions.ProgressDeadlineExceeded or DeploymentConditions.NewReplicaSetAvailable) return null;
        var left = since.AddSeconds(deployment.Spec.ProgressDeadlineSeconds!.Value) - now;
        return (left > TimeSpan.Zero ? left : TimeSpan.Zero) + TimeSpan.FromSeconds(1);
    }

    private static bool HasMoved(DeploymentStatus old, DeploymentStatus status) =>
        (status.UpdatedReplicas ?? 0) > (old.UpdatedReplicas ?? 0)
        || (status.Replicas ?? 0) - (status.UpdatedReplicas ?? 0) < (old.Replicas ?? 0) - (old.UpdatedReplicas ?? 0)
        || (status.ReadyReplicas ?? 0) > (old.ReadyReplicas ?? 0)
        || (status.AvailableReplicas ?? 0) > (old.AvailableReplicas ?? 0);

    private static bool HasTimedOut(Deployment deployment, DeploymentCondition? current, DateTimeOffset now)
    {
        if (current is null || current.Reason == DeploymentConditions.NewReplicaSetAvailable) return false;
        if (current.Reason == DeploymentConditions.ProgressDeadlineExceeded) return true;
        return current.LastUpdateTime is { } since && since.AddSeconds(deployment.Spec.ProgressDeadlineSeconds!.Value) < now;
    }
}
