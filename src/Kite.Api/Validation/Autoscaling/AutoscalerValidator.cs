using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Autoscaling;

/// <summary>Checks the spec of an autoscaler.</summary>
internal static class AutoscalerValidator
{
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    /// <summary>Checks the spec; one that scaled to nothing before may go on doing so.</summary>
    internal static void Validate(JsonObject? spec, JsonObject? old, FieldErrors errors)
    {
        var lowest = old.Integer("minReplicas") == 0 ? 0 : 1;
        var min = spec.Integer("minReplicas");
        var max = spec.Integer("maxReplicas") ?? 0;
        if (min < lowest) errors.Invalid(Spec.Child("minReplicas"), min.Value, $"must be greater than or equal to {lowest}");
        if (max < 1) errors.Invalid(Spec.Child("maxReplicas"), max, "must be greater than 0");
        if (max < min) errors.Invalid(Spec.Child("maxReplicas"), max, "must be greater than or equal to `minReplicas`");
        MetricValidator.ValidateReference(spec.Object("scaleTargetRef"), Spec.Child("scaleTargetRef"), errors);
        var at = 0;
        foreach (var metric in spec.Objects("metrics")) MetricValidator.Validate(metric, Spec.Child("metrics").Item(at++), errors);
        if (min == 0 && !spec.Objects("metrics").Any(metric => metric.Text("type") is "Object" or "External"))
            errors.Forbidden(Spec.Child("metrics"), "must specify at least one Object or External metric to support scaling to zero replicas");
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.Object("behavior").Object(direction) is { } rules) ScalingRulesValidator.Validate(rules, Spec.Child("behavior").Child(direction), errors);
        }
    }
}
