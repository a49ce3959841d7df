using Kite.Api.CustomResources.Values;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks that value validations inside <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c> say nothing of structure.</summary>
internal sealed class NestedValidator(FieldErrors errors)
{
    /// <summary>True for the one exception: an integer or a string.</summary>
    internal static bool IsIntOrString(IReadOnlyList<StructuralSchema> anyOf) =>
        anyOf.Count == 2 && SchemaFacts.IsOnlyType(anyOf[0], "integer") && SchemaFacts.IsOnlyType(anyOf[1], "string");

    /// <summary>Checks the value validations of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="skipsAnyOf">True where its <c>anyOf</c> is the exception.</param>
    /// <param name="skipsFirstAllOf">True where the <c>anyOf</c> of its first <c>allOf</c> is.</param>
    /// <param name="path">Where it is.</param>
    internal void Validate(StructuralSchema schema, bool skipsAnyOf, bool skipsFirstAllOf, FieldPath path)
    {
        if (!skipsAnyOf) ValidateAll(schema.AnyOf, "anyOf", path);
        for (var at = 0; at < schema.AllOf.Count; at++) ValidateNested(schema.AllOf[at], skipsFirstAllOf && at == 0, path.Child("allOf").Item(at));
        ValidateAll(schema.OneOf, "oneOf", path);
        if (schema.Not is { } not) ValidateNested(not, false, path.Child("not"));
        if (schema.Pattern.Length > 0 && Patterns.Compile(schema.Pattern, out var error) is null)
            errors.Invalid(path.Child("pattern"), schema.Pattern, $"must be a valid regular expression, but isn't: {error}");
    }

    private void ValidateAll(IReadOnlyList<StructuralSchema> schemas, string name, FieldPath path)
    {
        for (var at = 0; at < schemas.Count; at++) ValidateNested(schemas[at], false, path.Child(name).Item(at));
    }

    private void ValidateNested(StructuralSchema schema, bool skipsAnyOf, FieldPath path)
    {
        Validate(schema, skipsAnyOf, false, path);
        if (schema.Items is { } items) ValidateNested(items, false, path.Child("items"));
        foreach (var (name, property) in schema.Properties) ValidateNested(property, false, path.Child("properties").Key(name));
        Forbid(schema.Type.Length > 0, path, "type", "must be empty to be structural");
        Forbid(schema.AllowsAdditionalProperties is not null, path, "additionalProperties", "must be undefined to be structural");
        Forbid(schema.Default is not null, path, "default", "must be undefined to be structural");
        Forbid(schema.Title.Length > 0, path, "title", "must be empty to be structural");
        Forbid(schema.Description.Length > 0, path, "description", "must be empty to be structural");
        Forbid(schema.IsNullable, path, "nullable", "must be false to be structural");
        Forbid(schema.HasExternalDocs, path, "externalDocs", "must be undefined to be structural");
        Forbid(schema.PreservesUnknownFields, path, "x-kubernetes-preserve-unknown-fields", "must be false to be structural");
        Forbid(schema.IsEmbeddedResource, path, "x-kubernetes-embedded-resource", "must be false to be structural");
        Forbid(schema.IsIntOrString, path, "x-kubernetes-int-or-string", "must be false to be structural");
        Forbid(schema.ListMapKeys.Count > 0, path, "x-kubernetes-list-map-keys", "must be empty to be structural");
        Forbid(schema.ListType is not null, path, "x-kubernetes-list-type", "must be undefined to be structural");
        Forbid(schema.MapType is not null, path, "x-kubernetes-map-type", "must be undefined to be structural");
        Forbid(schema.Validations.Count > 0, path, "x-kubernetes-validations", "must be empty to be structural");
        if (schema.Properties.ContainsKey("metadata")) errors.Forbidden(path.Child("properties").Key("metadata"), "must not be specified in a nested context");
    }

    private void Forbid(bool isThere, FieldPath path, string field, string detail)
    {
        if (isThere) errors.Forbidden(path.Child(field), detail);
    }
}
