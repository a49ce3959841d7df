using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Apps;

/// <summary>Stateful sets: apart from a few fields, what they ask for never changes.</summary>
internal sealed class StatefulSetRules(KindShape shape) : WorkloadRules(shape, "StatefulSet", "statefulset", WorkloadDefaults.ApplyStatefulSet)
{
    private static readonly string[] Retentions = ["Retain", "Delete"];

    private static readonly string[] Changeable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec.Text("podManagementPolicy") is not ("OrderedReady" or "Parallel") and var management)
            errors.Invalid(Spec.Child("podManagementPolicy"), management, "must be 'OrderedReady' or 'Parallel'");
        ValidateStrategy(spec.Object("updateStrategy"), Spec.Child("updateStrategy"), errors);
        var retention = spec.Object("persistentVolumeClaimRetentionPolicy");
        ChoiceRules.Optional(retention, "whenDeleted", Retentions, Spec.Child("persistentVolumeClaimRetentionPolicy"), errors);
        ChoiceRules.Optional(retention, "whenScaled", Retentions, Spec.Child("persistentVolumeClaimRetentionPolicy"), errors);
        NumberRules.NotNegative(spec.Object("ordinals"), "start", Spec.Child("ordinals"), errors);
        base.ValidateObject(value, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var before = (old.Object("spec")?.DeepClone() as JsonObject) ?? [];
        foreach (var field in Changeable) Restore(before, value.Object("spec"), field);
        if (!JsonNode.DeepEquals(value.Object("spec"), before))
        {
            errors.Forbidden(
                Spec,
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }

    /// <summary>The template with the volumes that its claims become.</summary>
    private protected override JsonObject? TemplateToValidate(JsonObject? spec)
    {
        if (spec.IsEmpty("volumeClaimTemplates") || spec.Object("template") is not { } template) return spec.Object("template");
        var complete = (JsonObject)template.DeepClone();
        var podSpec = complete.ObjectOrNew("spec");
        var claims = spec.Objects("volumeClaimTemplates").Select(claim => claim.Object("metadata").Text("name")).ToHashSet(StringComparer.Ordinal);
        var volumes = new JsonArray();
        foreach (var volume in podSpec.Objects("volumes").Where(volume => !claims.Contains(volume.Text("name")))) volumes.Add(volume.DeepClone());
        foreach (var claim in claims) volumes.Add((JsonNode)new JsonObject { ["name"] = claim, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
        podSpec["volumes"] = volumes;
        return complete;
    }

    /// <inheritdoc/>
    private protected override void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        CounterRules.NotNegative(status, ["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount"], errors);
        CounterRules.WithinReplicas(status, ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"], errors);
        CounterRules.NotDecremented(status, old, errors);
    }

    private static void ValidateStrategy(JsonObject? strategy, FieldPath path, FieldErrors errors)
    {
        var rolling = strategy.Object("rollingUpdate");
        var below = path.Child("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                if (rolling is not null) errors.Invalid(below, rolling, "only allowed for updateStrategy 'RollingUpdate'");
                break;
            case "RollingUpdate":
                NumberRules.NotNegative(rolling, "partition", below, errors);
                NumberRules.CountOrPercent(rolling, "maxUnavailable", true, below, errors);
                if (rolling?["maxUnavailable"] is { } unavailable && NumberRules.IsNothing(unavailable)) errors.Invalid(below.Child("maxUnavailable"), unavailable, "cannot be 0");
                break;
            default:
                errors.Invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }
}
