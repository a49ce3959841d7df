using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Pods;

/// <summary>The states of a pod that controllers ask about.</summary>
internal static class PodStates
{
    /// <summary>The condition of a type, or null.</summary>
    internal static PodCondition? Condition(this Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition.Type == type) return condition;
        return null;
    }

    /// <summary>True where the pod's Ready condition is true.</summary>
    internal static bool IsReady(this Pod pod) => pod.Condition("Ready")?.Status == "True";

    /// <summary>True where the pod has run to its end.</summary>
    internal static bool IsFinished(this Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>True where the pod is being deleted.</summary>
    internal static bool IsTerminating(this Pod pod) => pod.Metadata.DeletionTimestamp is not null;

    /// <summary>True where the pod counts for its controller: neither finished nor being deleted.</summary>
    internal static bool IsActive(this Pod pod) => !pod.IsFinished() && !pod.IsTerminating();

    /// <summary>When a ready pod becomes, or became, available; null where it isn't ready.</summary>
    internal static DateTimeOffset? AvailableAt(this Pod pod, int minReadySeconds)
    {
        if (pod.Condition("Ready") is not { Status: "True" } ready) return null;
        if (minReadySeconds == 0) return DateTimeOffset.MinValue;
        return ready.LastTransitionTime?.AddSeconds(minReadySeconds);
    }

    /// <summary>True where the pod has been ready for long enough.</summary>
    internal static bool IsAvailable(this Pod pod, int minReadySeconds, DateTimeOffset now) => pod.AvailableAt(minReadySeconds) <= now;
}
