using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Apps;

/// <summary>Deployments: how pods are replaced, and how long that may take.</summary>
internal sealed class DeploymentRules(KindShape shape) : WorkloadRules(shape, "ReplicaSet", "deployment", WorkloadDefaults.ApplyDeployment)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        base.ValidateObject(value, errors);
        var spec = value.Object("spec");
        ValidateStrategy(spec.Object("strategy"), Spec.Child("strategy"), errors);
        if (spec.Integer("progressDeadlineSeconds") is not { } deadline) return;
        NumberRules.NotNegative(spec, "progressDeadlineSeconds", Spec, errors);
        if (deadline <= (spec.Integer("minReadySeconds") ?? 0)) errors.Invalid(Spec.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
    }

    /// <inheritdoc/>
    private protected override void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        CounterRules.NotNegative(
            status,
            ["observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount"],
            errors);
        CounterRules.WithinReplicas(status, ["updatedReplicas", "readyReplicas", "availableReplicas"], errors);
        CounterRules.NotDecremented(status, old, errors);
    }

    private static void ValidateStrategy(JsonObject? strategy, FieldPath path, FieldErrors errors)
    {
        var type = strategy.Text("type");
        var rolling = strategy.Object("rollingUpdate");
        if (type == "Recreate")
        {
            if (rolling is not null) errors.Forbidden(path.Child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'");
            return;
        }
        if (type != "RollingUpdate")
        {
            errors.NotSupported(path, strategy, ["Recreate", "RollingUpdate"]);
            return;
        }
        var below = path.Child("rollingUpdate");
        NumberRules.CountOrPercent(rolling, "maxUnavailable", true, below, errors);
        NumberRules.CountOrPercent(rolling, "maxSurge", false, below, errors);
        if (NumberRules.IsNothing(rolling?["maxUnavailable"]) && NumberRules.IsNothing(rolling?["maxSurge"]))
            errors.Invalid(below.Child("maxUnavailable"), rolling?["maxUnavailable"], "may not be 0 when `maxSurge` is 0");
    }
}
