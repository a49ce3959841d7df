using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Kinds.Storage;

/// <summary>Volume attributes classes, which never change.</summary>
internal sealed class VolumeAttributesClassRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        DriverNameRules.Provisioner(value.Text("driverName"), FieldPath.Root.Child("driverName"), errors);
        ParameterRules.Validate(value, errors, mayBeEmpty: false);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["driverName", "parameters"])
        {
            if (!JsonNode.DeepEquals(value[field], old[field])) errors.Forbidden(FieldPath.Root.Child(field), $"updates to {field} are forbidden.");
        }
        ValidateObject(value, errors);
    }
}
