using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Devices;

namespace Kite.Api.Kinds.Devices;

/// <summary>Templates of claims, which never change.</summary>
internal sealed class ResourceClaimTemplateRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => DeviceDefaults.ApplyClaim(value.Object("spec").Object("spec"));

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var metadata = value.Object("spec").Object("metadata");
        ObjectMetaValidator.ValidateLabels(metadata, Spec.Child("metadata"), errors);
        ObjectMetaValidator.ValidateAnnotations(metadata, Spec.Child("metadata"), errors);
        DeviceClaimValidator.Validate(value.Object("spec").Object("spec").Object("devices"), Spec.Child("spec").Child("devices"), errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => Immutability.Field(value, old, "spec", FieldPath.Root, errors);
}
