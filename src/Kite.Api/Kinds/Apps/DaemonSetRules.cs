using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Apps;

/// <summary>Daemon sets. How often the template changed is kept in an annotation, where clients of older versions look for it.</summary>
internal sealed class DaemonSetRules(KindShape shape) : WorkloadRules(shape, "DaemonSet", "daemonset", WorkloadDefaults.ApplyDaemonSet)
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        SetTemplateGeneration(value, Math.Max(1, TemplateGenerationOf(value)));
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource);
        if (subresource.Length > 0) return;
        var isChanged = !JsonNode.DeepEquals(value.Object("spec")?["template"], old.Object("spec")?["template"]);
        SetTemplateGeneration(value, TemplateGenerationOf(old) + (isChanged ? 1 : 0));
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        base.ValidateObject(value, errors);
        var strategy = value.Object("spec").Object("updateStrategy");
        var path = Spec.Child("updateStrategy");
        if (strategy.Text("type") == "OnDelete") return;
        if (strategy.Text("type") == "RollingUpdate") ValidateRolling(strategy.Object("rollingUpdate"), path.Child("rollingUpdate"), errors);
        else errors.NotSupported(path, strategy, ["RollingUpdate", "OnDelete"]);
    }

    /// <inheritdoc/>
    private protected override void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        CounterRules.NotNegative(
            status,
            ["currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount"],
            errors);
        CounterRules.NotDecremented(status, old, errors);
    }

    private static void ValidateRolling(JsonObject? rolling, FieldPath path, FieldErrors errors)
    {
        if (rolling is null)
        {
            errors.Required(path);
            return;
        }
        NumberRules.CountOrPercent(rolling, "maxUnavailable", true, path, errors);
        NumberRules.CountOrPercent(rolling, "maxSurge", true, path, errors);
        var hasUnavailable = !NumberRules.IsNothing(rolling["maxUnavailable"]);
        var hasSurge = !NumberRules.IsNothing(rolling["maxSurge"]);
        if (hasUnavailable && hasSurge) errors.Invalid(path.Child("maxSurge"), rolling["maxSurge"], "may not be set when maxUnavailable is non-zero");
        else if (!hasUnavailable && !hasSurge) errors.Required(path.Child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
    }

    private static long TemplateGenerationOf(JsonObject value) =>
        long.TryParse(value.Object("metadata").Object("annotations").Text(TemplateGeneration), out var count) ? count : 0;

    private static void SetTemplateGeneration(JsonObject value, long count) => value.Metadata().ObjectOrNew("annotations")[TemplateGeneration] = count.ToString();
}
