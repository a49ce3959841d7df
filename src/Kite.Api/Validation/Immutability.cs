using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Guards objects whose owner has declared them immutable (<c>immutable: true</c>).</summary>
internal static class Immutability
{
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
