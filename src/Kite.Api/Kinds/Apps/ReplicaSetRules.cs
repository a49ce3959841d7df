using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Apps;

/// <summary>Replica sets.</summary>
internal sealed class ReplicaSetRules(KindShape shape) : WorkloadRules(shape, "ReplicaSet", "deployment", WorkloadDefaults.ApplyReplicaSet)
{
    /// <inheritdoc/>
    private protected override void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        CounterRules.NotNegative(status, ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas", "observedGeneration"], errors);
        CounterRules.WithinReplicas(status, ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"], errors);
    }
}
