using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Persistent volumes: where their bytes are never changes.</summary>
internal sealed class PersistentVolumeRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => VolumeClaimDefaults.ApplyVolume(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["phase"] = "Pending" };
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn) => VolumeClaimWarnings.OfVolume(value, warn);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) =>
        PersistentVolumeValidator.Validate(value.Object("spec"), isInline: false, Spec, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var spec = value.Object("spec");
        var before = old.Object("spec");
        ValidateSource(spec, before, errors);
        Immutability.Field(spec, before, "volumeMode", FieldPath.Root, errors);
        if (before.Object("nodeAffinity") is not null) Immutability.Field(spec, before, "nodeAffinity", FieldPath.Root, errors);
        if (before?.ContainsKey("volumeAttributesClassName") == true && !spec!.ContainsKey("volumeAttributesClassName"))
            errors.Forbidden(Spec.Child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden");
    }

    private static void ValidateSource(JsonObject? spec, JsonObject? old, FieldErrors errors)
    {
        var now = SourceOf(spec);
        var before = SourceOf(old);
        // The secret for growing may be added to volumes that were made without.
        if (before.Object("csi") is { } csi && !csi.ContainsKey("controllerExpandSecretRef")) now.Object("csi")?.Remove("controllerExpandSecretRef");
        if (!JsonNode.DeepEquals(now, before))
            errors.Forbidden(Spec.Child("persistentvolumesource"), $"spec.persistentvolumesource is immutable after creation{ObjectDiff.Of(before, now)}");
    }

    private static JsonObject SourceOf(JsonObject? spec)
    {
        var source = new JsonObject();
        foreach (var type in PersistentVolumeValidator.Sources)
        {
            if (spec?[type] is { } node) source[type] = node.DeepClone();
        }
        return source;
    }
}
