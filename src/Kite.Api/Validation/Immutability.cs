using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Guards fields that never change, and objects whose owner has declared them immutable (<c>immutable: true</c>).</summary>
internal static class Immutability
{
    private const string Message = "field is immutable";

    /// <summary>Refuses any change of a field.</summary>
    internal static void Field(JsonObject? value, JsonObject? old, string field, FieldPath path, FieldErrors errors)
    {
        if (!JsonNode.DeepEquals(value?[field], old?[field])) errors.Invalid(path.Child(field), value?[field], Message);
    }

    internal static void Validate(JsonObject value, JsonObject old, ReadOnlySpan<string> fields, FieldErrors errors)
    {
        if (!old.IsSet("immutable")) return;
        if (!value.IsSet("immutable")) errors.Forbidden(FieldPath.Root.Child("immutable"), "field is immutable when `immutable` is set");
        foreach (var field in fields)
        {
            if (!JsonNode.DeepEquals(value[field], old[field])) errors.Forbidden(FieldPath.Root.Child(field), "field is immutable when `immutable` is set");
        }
    }
}
