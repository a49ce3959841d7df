using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.ReplicaSets;

namespace Kite.ControlPlane.Controllers.ReplicationControllers;

/// <summary>ReplicationControllers, seen as ReplicaSets with a selector of labels only.</summary>
internal sealed class ReplicationControllerKind : IReplicaKind<ReplicationController>
{
    /// <inheritdoc/>
    public string ControllerName => "replicationcontroller";

    /// <inheritdoc/>
    public string EventComponent => "replication-controller";

    /// <inheritdoc/>
    public ReplicaSet View(ReplicationController value) => new()
    {
        Metadata = value.Metadata,
        Spec = new ReplicaSetSpec
        {
            Replicas = value.Spec.Replicas,
            MinReadySeconds = value.Spec.MinReadySeconds,
            Selector = new LabelSelector { MatchLabels = value.Spec.Selector },
            Template = value.Spec.Template,
        },
        Status = new ReplicaSetStatus
        {
            Replicas = value.Status.Replicas,
            FullyLabeledReplicas = value.Status.FullyLabeledReplicas,
            ReadyReplicas = value.Status.ReadyReplicas,
            AvailableReplicas = value.Status.AvailableReplicas,
            ObservedGeneration = value.Status.ObservedGeneration,
            Conditions = [.. value.Status.Conditions.Select(ToReplicaSet)],
        },
    };

    /// <inheritdoc/>
    public ReplicationController WithStatus(ReplicationController value, ReplicaSetStatus status) => value with
    {
        Status = new ReplicationControllerStatus
        {
            Replicas = status.Replicas,
            FullyLabeledReplicas = status.FullyLabeledReplicas,
            ReadyReplicas = status.ReadyReplicas,
            AvailableReplicas = status.AvailableReplicas,
            ObservedGeneration = status.ObservedGeneration,
            Conditions = [.. status.Conditions.Select(FromReplicaSet)],
        },
    };

    private static ReplicaSetCondition ToReplicaSet(ReplicationControllerCondition condition) => new()
    {
        Type = condition.Type,
        Status = condition.Status,
        LastTransitionTime = condition.LastTransitionTime,
        Reason = condition.Reason,
        Message = condition.Message,
    };

    private static ReplicationControllerCondition FromReplicaSet(ReplicaSetCondition condition) => new()
    {
        Type = condition.Type ?? "",
        Status = condition.Status ?? "",
        LastTransitionTime = condition.LastTransitionTime,
        Reason = condition.Reason,
        Message = condition.Message,
    };
}
