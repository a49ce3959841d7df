using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.PolicyV1;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.PodDisruptionBudgets;

/// <summary>Works out how many pods a budget lets be disrupted.</summary>
internal static class BudgetStatuses
{
    /// <summary>How long an eviction that the API server allowed counts as about to happen.</summary>
    internal static readonly TimeSpan EvictionTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The status to report.</summary>
    internal static PodDisruptionBudgetStatus Calculate(PodDisruptionBudget budget, IReadOnlyCollection<Pod> pods, DisruptionCount count, DateTimeOffset now)
    {
        var disrupted = StillDisrupted(budget, pods, now);
        var healthy = pods.Count(pod => !pod.IsTerminating() && !disrupted.ContainsKey(pod.Metadata.Name) && pod.IsReady());
        var allowed = count.Expected <= 0 ? 0 : Math.Max(0, healthy - count.DesiredHealthy);
        var status = budget.Status with
        {
            CurrentHealthy = healthy,
            DesiredHealthy = count.DesiredHealthy,
            ExpectedPods = count.Expected,
            DisruptionsAllowed = allowed,
            DisruptedPods = disrupted,
            ObservedGeneration = budget.Metadata.Generation,
        };
        return With(status, allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", now);
    }

    /// <summary>The status where it can't be worked out: nothing may be disrupted.</summary>
    internal static PodDisruptionBudgetStatus Fail(PodDisruptionBudget budget, string message, DateTimeOffset now) =>
        With(budget.Status with { DisruptionsAllowed = 0, ObservedGeneration = budget.Metadata.Generation }, "False", "SyncFailed", message, now);

    /// <summary>When the first of the disruptions counted stops counting; null where there is none.</summary>
    internal static DateTimeOffset? NextExpiry(PodDisruptionBudgetStatus status) =>
        status.DisruptedPods.Count == 0 ? null : status.DisruptedPods.Values.Min() + EvictionTimeout;

    private static Dictionary<string, DateTimeOffset> StillDisrupted(PodDisruptionBudget budget, IReadOnlyCollection<Pod> pods, DateTimeOffset now) =>
        budget.Status.DisruptedPods
            .Where(pair => pair.Value + EvictionTimeout > now && pods.Any(pod => pod.Metadata.Name == pair.Key && !pod.IsTerminating()))
            .ToDictionary();

    private static PodDisruptionBudgetStatus With(PodDisruptionBudgetStatus status, string value, string reason, string message, DateTimeOffset now)
    {
        var old = status.Conditions.FirstOrDefault(condition => condition.Type == "DisruptionAllowed");
        var condition = new Condition
        {
            Type = "DisruptionAllowed",
            Status = value,
            Reason = reason,
            Message = message,
            ObservedGeneration = status.ObservedGeneration,
            LastTransitionTime = old is not null && old.Status == value ? old.LastTransitionTime : now,
        };
        return status with { Conditions = [.. status.Conditions.Where(other => other.Type != condition.Type), condition] };
    }
}
