using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Meta;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Persistent volume claims.</summary>
internal sealed class PersistentVolumeClaimRules(KindShape shape) : KindRules(shape)
{
    private static readonly FieldPath Status = FieldPath.Root.Child("status");

    private static readonly string[] ResizeStates =
        ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizePending", "NodeResizeInProgress", "NodeResizeInfeasible"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => VolumeClaimDefaults.ApplyClaim(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["phase"] = "Pending" };
        if (value.Object("spec") is { } spec) MirrorSources(spec);
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn) => VolumeClaimWarnings.OfClaim(value, warn);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => VolumeClaimValidator.Validate(value.Object("spec"), Spec, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        VolumeClaimChangeValidator.Validate(value, old, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        var status = value.Object("status");
        foreach (var field in (ReadOnlySpan<string>)["capacity", "allocatedResources"])
        {
            foreach (var (name, amount) in status.TextMap(field))
            {
                if (Quantity.TryParse(amount, out var size) && size.Sign < 0) errors.Invalid(Status.Child(field).Key(name), amount, "must be greater than or equal to 0");
            }
        }
        foreach (var (name, state) in status.TextMap("allocatedResourceStatuses"))
        {
            if (!ResizeStates.Contains(state)) errors.NotSupported(Status.Child("allocatedResourceStatus"), name, ResizeStates);
        }
    }

    /// <summary>The source has an older and a newer name; both are given where both can say it.</summary>
    private static void MirrorSources(JsonObject spec)
    {
        var source = spec.Object("dataSource");
        var reference = spec.Object("dataSourceRef");
        if (source is not null && reference is null) spec["dataSourceRef"] = source.DeepClone();
        else if (source is null && reference is not null && reference.Text("namespace").Length == 0) spec["dataSource"] = reference.DeepClone();
    }
}
