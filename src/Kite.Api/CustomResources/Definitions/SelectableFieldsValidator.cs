using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks the fields that field selectors may name.</summary>
internal static class SelectableFieldsValidator
{
    private const int MaxFields = 8;

    internal static void Validate(JsonObject version, FieldPath path, FieldErrors errors)
    {
        if (version.IsEmpty("selectableFields")) return;
        if (version.Object("schema").Object("openAPIV3Schema") is not { } raw)
        {
            errors.Invalid(path, "", "selectableFields may only be set when version.schema.openAPIV3Schema is not included");
            return;
        }
        var schema = StructuralSchema.Parse(raw);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var field in version.Objects("selectableFields")) ValidateField(field.Text("jsonPath"), schema, seen, path.Item(at++).Child("jsonPath"), errors);
        if (seen.Count > MaxFields) errors.TooMany(path, seen.Count, MaxFields);
    }

    private static void ValidateField(string text, StructuralSchema schema, HashSet<string> seen, FieldPath path, FieldErrors errors)
    {
        if (text.Length == 0)
        {
            errors.Required(path);
            return;
        }
        if (!SchemaFieldPath.TryParse(text, schema, allowsBrackets: false, out var found, out var error))
        {
            errors.Invalid(path, text, $"is an invalid path: {error}");
            return;
        }
        if (found.IsUnder("metadata")) errors.Invalid(path, text, "must not point to fields in metadata");
        if (found.Schema?.Type is not ("string" or "boolean" or "integer")) errors.Invalid(path, text, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
        if (!seen.Add(found.Path.ToString())) errors.Duplicate(path, text);
    }
}
