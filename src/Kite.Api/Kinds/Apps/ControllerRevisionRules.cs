using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Apps;

/// <summary>Controller revisions: a snapshot that never changes, only its place in the order does.</summary>
internal sealed class ControllerRevisionRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        if (value["data"] is null) errors.Required(FieldPath.Root.Child("data"), "data is mandatory");
        NumberRules.NotNegative(value, "revision", FieldPath.Root, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        Immutability.Field(value, old, "data", FieldPath.Root, errors);
    }
}
