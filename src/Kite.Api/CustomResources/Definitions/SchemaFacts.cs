namespace Kite.Api.CustomResources.Definitions;

/// <summary>Facts about schemas as a whole.</summary>
internal static class SchemaFacts
{
    /// <summary>True for a schema that says nothing, but for its default and, where asked, its type and properties.</summary>
    internal static bool SaysNothingBut(StructuralSchema schema, bool typeAndProperties) =>
        (typeAndProperties || (schema.Type.Length == 0 && schema.Properties.Count == 0)) && IsPlain(schema) && HasNoBounds(schema);

    /// <summary>True for a value validation that names a type and nothing else.</summary>
    internal static bool IsOnlyType(StructuralSchema schema, string type) =>
        schema.Type == type && schema.Properties.Count == 0 && schema.Default is null && IsPlain(schema) && HasNoBounds(schema);

    private static bool IsPlain(StructuralSchema schema) =>
        schema is { Title.Length: 0, Description.Length: 0, IsNullable: false, Items: null, AllowsAdditionalProperties: null, PreservesUnknownFields: false, IsEmbeddedResource: false, IsIntOrString: false } &&
        schema is { ListType: null, ListMapKeys.Count: 0, MapType: null, Validations.Count: 0, HasExternalDocs: false };

    private static bool HasNoBounds(StructuralSchema schema) =>
        schema is { Format.Length: 0, Maximum: null, IsMaximumExclusive: false, Minimum: null, IsMinimumExclusive: false, MultipleOf: null, MaxLength: null, MinLength: null, Pattern.Length: 0 } &&
        schema is { MaxItems: null, MinItems: null, HasUniqueItems: false, MaxProperties: null, MinProperties: null, Required.Count: 0, Enum.Count: 0 } &&
        schema is { AllOf.Count: 0, AnyOf.Count: 0, OneOf.Count: 0, Not: null };
}
