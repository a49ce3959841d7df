using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.ReplicaSets;

/// <summary>ReplicaSets, as they are.</summary>
internal sealed class ReplicaSetKind : IReplicaKind<ReplicaSet>
{
    /// <inheritdoc/>
    public string ControllerName => "replicaset";

    /// <inheritdoc/>
    public string EventComponent => "replicaset-controller";

    /// <inheritdoc/>
    public ReplicaSet View(ReplicaSet value) => value;

    /// <inheritdoc/>
    public ReplicaSet WithStatus(ReplicaSet value, ReplicaSetStatus status) => value with { Status = status };
}
