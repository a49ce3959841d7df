using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks that a schema is structural: types are told once, outside of value validations, and for every field.</summary>
internal sealed class StructureValidator(FieldErrors errors)
{
    private const string FieldLevel = "must not be empty for specified object fields";

    internal void Validate(StructuralSchema schema, FieldPath path)
    {
        ValidateNode(schema, isRoot: true, "must not be empty at the root", path);
        new CompletenessValidator(errors).Validate(schema, schema, path, path);
    }

    private void ValidateNode(StructuralSchema schema, bool isRoot, string missingType, FieldPath path)
    {
        if (schema.Type == "array" && schema.Items is null) errors.Required(path.Child("items"), "must be specified");
        if (schema.Items is { } items) ValidateNode(items, isRoot: false, "must not be empty for specified array items", path.Child("items"));
        foreach (var (name, property) in schema.Properties) ValidateNode(property, isRoot: false, FieldLevel, path.Child("properties").Key(name));
        if (schema.AllowsAdditionalProperties is not null && isRoot) errors.Forbidden(path.Child("additionalProperties"), "must not be used at the root");
        if (schema.AdditionalProperties is { } values) ValidateNode(values, isRoot: false, FieldLevel, path.Child("additionalProperties"));
        ValidateExtensions(schema, path);
        new NestedValidator(errors).Validate(schema, NestedValidator.IsIntOrString(schema.AnyOf), schema.AllOf.Count > 0 && NestedValidator.IsIntOrString(schema.AllOf[0].AnyOf), path);
        ValidateType(schema, isRoot, missingType, path);
        ValidateMetadata(schema, isRoot, path);
        if (schema.IsEmbeddedResource && !schema.PreservesUnknownFields && schema.Properties.Count == 0)
            errors.Required(path.Child("properties"), "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
    }

    private void ValidateExtensions(StructuralSchema schema, FieldPath path)
    {
        if (!schema.IsIntOrString) return;
        if (schema.PreservesUnknownFields) errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), true, "must be false if x-kubernetes-int-or-string is true");
        if (schema.IsEmbeddedResource) errors.Invalid(path.Child("x-kubernetes-embedded-resource"), true, "must be false if x-kubernetes-int-or-string is true");
    }

    private void ValidateType(StructuralSchema schema, bool isRoot, string missingType, FieldPath path)
    {
        const string Embedded = "must be object if x-kubernetes-embedded-resource is true";
        var at = path.Child("type");
        if (schema.IsEmbeddedResource && schema.Type != "object")
        {
            if (schema.Type.Length == 0) errors.Required(at, Embedded);
            else errors.Invalid(at, schema.Type, Embedded);
        }
        else if (schema.Type.Length == 0 && !schema.IsIntOrString && !schema.PreservesUnknownFields)
        {
            errors.Required(at, missingType);
        }
        if (schema.IsEmbeddedResource && schema.AllowsAdditionalProperties is not null)
            errors.Forbidden(path.Child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set");
        if (isRoot && schema.Type is { Length: > 0 } type and not "object") errors.Invalid(at, type, "must be object at the root");
    }

    private void ValidateMetadata(StructuralSchema schema, bool isRoot, FieldPath path)
    {
        if (!isRoot && !schema.IsEmbeddedResource) return;
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (schema.Properties.TryGetValue(name, out var text) && text.Type != "string")
                errors.Invalid(path.Child("properties").Key(name).Child("type"), text.Type, "must be string");
        }
        if (!schema.Properties.TryGetValue("metadata", out var metadata)) return;
        var at = path.Child("properties").Key("metadata");
        if (metadata.Type != "object") errors.Invalid(at.Child("type"), metadata.Type, "must be object");
        if (isRoot && !RestrictsNamesOnly(metadata)) errors.Forbidden(at, "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    private static bool RestrictsNamesOnly(StructuralSchema metadata) =>
        metadata.Properties.Keys.All(name => name is "name" or "generateName") && SchemaFacts.SaysNothingBut(metadata, typeAndProperties: true);
}
