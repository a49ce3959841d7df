using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Kinds;

namespace Kite.Api.CustomResources;

/// <summary>Reads structural schemas from the JSON of <c>openAPIV3Schema</c>.</summary>
internal static class SchemaReader
{
    internal static StructuralSchema Read(JsonObject schema) => new()
    {
        Type = schema.Text("type"),
        Format = schema.Text("format"),
        Title = schema.Text("title"),
        Description = schema.Text("description"),
        Default = schema["default"]?.DeepClone(),
        IsNullable = schema.IsSet("nullable"),
        Items = Child(schema, "items"),
        Properties = Map(schema.Object("properties")),
        AdditionalProperties = Child(schema, "additionalProperties"),
        AllowsAdditionalProperties = schema["additionalProperties"] is JsonObject ? true : schema.Flag("additionalProperties"),
        PreservesUnknownFields = schema.IsSet("x-kubernetes-preserve-unknown-fields"),
        IsEmbeddedResource = schema.IsSet("x-kubernetes-embedded-resource"),
        IsIntOrString = schema.IsSet("x-kubernetes-int-or-string"),
        ListType = schema.TextOrNull("x-kubernetes-list-type"),
        ListMapKeys = [.. schema.Texts("x-kubernetes-list-map-keys")],
        MapType = schema.TextOrNull("x-kubernetes-map-type"),
        Validations = [.. schema.Objects("x-kubernetes-validations").Select(Rule)],
        Maximum = Number(schema, "maximum"),
        IsMaximumExclusive = schema.IsSet("exclusiveMaximum"),
        Minimum = Number(schema, "minimum"),
        IsMinimumExclusive = schema.IsSet("exclusiveMinimum"),
        MultipleOf = Number(schema, "multipleOf"),
        MaxLength = Integer(schema, "maxLength"),
        MinLength = Integer(schema, "minLength"),
        Pattern = schema.Text("pattern"),
        MaxItems = Integer(schema, "maxItems"),
        MinItems = Integer(schema, "minItems"),
        HasUniqueItems = schema.IsSet("uniqueItems"),
        MaxProperties = Integer(schema, "maxProperties"),
        MinProperties = Integer(schema, "minProperties"),
        Required = [.. schema.Texts("required")],
        Enum = schema.Array("enum") is { } values ? [.. values.Select(value => value?.DeepClone())] : [],
        AllOf = List(schema, "allOf"),
        AnyOf = List(schema, "anyOf"),
        OneOf = List(schema, "oneOf"),
        Not = Child(schema, "not"),
        HasExternalDocs = schema.Object("externalDocs") is not null,
    };

    private static StructuralSchema? Child(JsonObject schema, string name) => schema.Object(name) is { } child ? Read(child) : null;

    private static StructuralSchema[] List(JsonObject schema, string name) => [.. schema.Objects(name).Select(Read)];

    private static IReadOnlyDictionary<string, StructuralSchema> Map(JsonObject? schemas)
    {
        if (schemas is not { Count: > 0 }) return StructuralSchema.Empty.Properties;
        var map = new Dictionary<string, StructuralSchema>(schemas.Count, StringComparer.Ordinal);
        foreach (var (name, value) in schemas.OrderBy(entry => entry.Key, StringComparer.Ordinal)) map[name] = value is JsonObject schema ? Read(schema) : StructuralSchema.Empty;
        return map;
    }

    private static ValidationRule Rule(JsonObject rule) => new()
    {
        Rule = rule.Text("rule"),
        Message = rule.Text("message"),
        MessageExpression = rule.Text("messageExpression"),
        Reason = rule.TextOrNull("reason"),
        FieldPath = rule.Text("fieldPath"),
        OptionalOldSelf = rule.Flag("optionalOldSelf"),
    };

    private static double? Number(JsonObject schema, string name) =>
        schema[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number ? JsonNumbers.ToDouble(value) : null;

    private static long? Integer(JsonObject schema, string name) =>
        schema[name] is JsonValue value && JsonNumbers.IsInteger(value, out var number) ? number : null;
}
