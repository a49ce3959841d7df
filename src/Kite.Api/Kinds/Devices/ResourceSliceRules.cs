using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Devices;

namespace Kite.Api.Kinds.Devices;

/// <summary>What a driver has to offer on a node or on several; whose slice it is never changes.</summary>
internal sealed class ResourceSliceRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => ResourceSliceValidator.Validate(value.Object("spec"), Spec, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var spec = value.Object("spec");
        var before = old.Object("spec");
        Immutability.Field(spec.Object("pool"), before.Object("pool"), "name", Spec.Child("pool"), errors);
        Immutability.Field(spec, before, "driver", Spec, errors);
        Immutability.Field(spec, before, "nodeName", Spec, errors);
    }
}
