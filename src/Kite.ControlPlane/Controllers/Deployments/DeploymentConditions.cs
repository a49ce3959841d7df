using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>The conditions of a Deployment: types, reasons, and how they are set.</summary>
internal static class DeploymentConditions
{
    internal const string Progressing = "Progressing";
    internal const string Available = "Available";
    internal const string ReplicaFailure = "ReplicaFailure";

    internal const string NewReplicaSetAvailable = "NewReplicaSetAvailable";
    internal const string ProgressDeadlineExceeded = "ProgressDeadlineExceeded";
    internal const string Paused = "DeploymentPaused";

    /// <summary>The condition of a type, or null.</summary>
    internal static DeploymentCondition? Find(this DeploymentStatus status, string type) => status.Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>A condition that changed now.</summary>
    internal static DeploymentCondition Make(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        Type = type,
        Status = status,
        Reason = reason,
        Message = message,
        LastUpdateTime = now,
        LastTransitionTime = now,
    };

    /// <summary>The status with the condition. One of the same status and reason stays as it is; one of the same status keeps its transition time.</summary>
    internal static DeploymentStatus With(this DeploymentStatus status, DeploymentCondition condition)
    {
        var current = status.Find(condition.Type!);
        if (current is not null && current.Status == condition.Status && current.Reason == condition.Reason) return status;
        if (current is not null && current.Status == condition.Status) condition = condition with { LastTransitionTime = current.LastTransitionTime };
        return status with { Conditions = [.. status.Conditions.Where(other => other.Type != condition.Type), condition] };
    }

    /// <summary>The status without the condition of a type.</summary>
    internal static DeploymentStatus Without(this DeploymentStatus status, string type) => status.Find(type) is null
        ? status
        : status with { Conditions = [.. status.Conditions.Where(condition => condition.Type != type)] };
}
