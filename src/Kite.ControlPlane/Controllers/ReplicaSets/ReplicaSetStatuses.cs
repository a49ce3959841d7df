using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.ReplicaSets;

/// <summary>Works out the status of a ReplicaSet from its pods.</summary>
internal static class ReplicaSetStatuses
{
    private const string ReplicaFailure = "ReplicaFailure";

    /// <summary>The status to report.</summary>
    /// <param name="set">The ReplicaSet.</param>
    /// <param name="active">Its active pods.</param>
    /// <param name="terminating">How many of its pods are being deleted and haven't finished.</param>
    /// <param name="failure">Why creating or deleting pods failed, or null.</param>
    /// <param name="now">The time.</param>
    internal static ReplicaSetStatus Calculate(ReplicaSet set, IReadOnlyList<Pod> active, int terminating, Exception? failure, DateTimeOffset now)
    {
        var templateLabels = set.Spec.Template?.Metadata.Labels ?? PodTemplateSpec.Empty.Metadata.Labels;
        var minReadySeconds = set.Spec.MinReadySeconds ?? 0;
        return set.Status with
        {
            Replicas = active.Count,
            FullyLabeledReplicas = active.Count(pod => templateLabels.Matches(pod.Metadata.Labels)),
            ReadyReplicas = active.Count(pod => pod.IsReady()),
            AvailableReplicas = active.Count(pod => pod.IsAvailable(minReadySeconds, now)),
            TerminatingReplicas = terminating,
            Conditions = Conditions(set, active.Count, failure, now),
            ObservedGeneration = set.Metadata.Generation,
        };
    }

    /// <summary>True where nothing that a reader sees would change.</summary>
    internal static bool AreSame(ReplicaSetStatus old, ReplicaSetStatus status) =>
        old.Replicas == status.Replicas
        && (old.FullyLabeledReplicas ?? 0) == status.FullyLabeledReplicas
        && (old.ReadyReplicas ?? 0) == status.ReadyReplicas
        && (old.AvailableReplicas ?? 0) == status.AvailableReplicas
        && (old.TerminatingReplicas ?? 0) == status.TerminatingReplicas
        && old.ObservedGeneration == status.ObservedGeneration
        && old.Conditions.SequenceEqual(status.Conditions);

    private static IReadOnlyList<ReplicaSetCondition> Conditions(ReplicaSet set, int pods, Exception? failure, DateTimeOffset now)
    {
        var conditions = set.Status.Conditions;
        var isReported = conditions.Any(condition => condition.Type == ReplicaFailure);
        if (failure is null) return isReported ? [.. conditions.Where(condition => condition.Type != ReplicaFailure)] : conditions;
        if (isReported) return conditions;
        return
        [
            .. conditions,
            new ReplicaSetCondition
            {
                Type = ReplicaFailure,
                Status = "True",
                LastTransitionTime = now,
                Reason = pods < (set.Spec.Replicas ?? 1) ? "FailedCreate" : "FailedDelete",
                Message = failure.Message,
            },
        ];
    }
}
