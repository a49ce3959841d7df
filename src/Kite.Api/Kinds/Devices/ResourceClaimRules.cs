using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Devices;

namespace Kite.Api.Kinds.Devices;

/// <summary>Claims to devices: what is asked for never changes; the status says what was given and to whom.</summary>
internal sealed class ResourceClaimRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => DeviceDefaults.ApplyClaim(value.Object("spec"));

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => DeviceClaimValidator.Validate(value.Object("spec").Object("devices"), Spec.Child("devices"), errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => Immutability.Field(value, old, "spec", FieldPath.Root, errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) => ClaimStatusValidator.Validate(value, old, errors);
}
