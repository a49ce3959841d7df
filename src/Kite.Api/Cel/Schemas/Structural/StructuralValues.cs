using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;
using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Values;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>JSON seen through a structural schema, adapted when an expression reads it. What doesn't fit the schema is an error value.</summary>
public static class StructuralValues
{
    /// <summary>The value of a node, which nobody changes while it is in use.</summary>
    /// <param name="node">The node.</param>
    /// <param name="schema">Its schema.</param>
    public static CelValue Of(JsonNode? node, StructuralSchema schema)
    {
        if (node is null) return schema.IsNullable ? CelValue.Null : CelValue.Error("invalid data, got null for schema with nullable=false");
        if (schema.IsIntOrString) return OfIntOrString(node);
        return schema.Type switch
        {
            "object" => OfObject(node, schema),
            "array" => OfList(node, schema),
            "string" => OfText(node, schema),
            "number" => node is JsonValue number && number.GetValueKind() is JsonValueKind.Number
                ? CelValue.Of(JsonNumbers.ToDouble(number))
                : CelValue.Error($"invalid data, expected float, got {GoType(node)}"),
            "integer" => TryWhole(node, out var integer) ? CelValue.Of(integer) : CelValue.Error($"invalid data, expected int, got {GoType(node)}"),
            "boolean" => node.GetValueKind() switch
            {
                JsonValueKind.True => CelValue.True,
                JsonValueKind.False => CelValue.False,
                _ => CelValue.Error($"invalid data, expected bool, got {GoType(node)}"),
            },
            _ when schema.PreservesUnknownFields => CelValue.Of(new PreservedValue(node)),
            _ => CelValue.Error(
                "invalid type, expected object, array, number, integer, boolean or string, or no type with x-kubernetes-int-or-string or " +
                $"x-kubernetes-preserve-unknown-fields is true, got {schema.Type}"),
        };
    }

    /// <summary>The value of a whole resource, which has <c>apiVersion</c>, <c>kind</c> and names whatever its schema says.</summary>
    public static CelValue OfResource(JsonObject resource, StructuralSchema schema) => CelValue.Of(new StructuralObject(resource, schema, isResource: true));

    private static CelValue OfIntOrString(JsonNode node)
    {
        if (node.GetValueKind() is JsonValueKind.String) return CelValue.Of(node.GetValue<string>());
        return TryWhole(node, out var integer)
            ? CelValue.Of(integer)
            : CelValue.Error("invalid data, expected XIntOrString value to be either a string or integer");
    }

    private static CelValue OfObject(JsonNode node, StructuralSchema schema)
    {
        if (node is not JsonObject map) return CelValue.Error("invalid data, expected a map for the provided schema with type=object");
        if (schema.IsEmbeddedResource || schema.Properties.Count > 0) return CelValue.Of(new StructuralObject(map, schema, schema.IsEmbeddedResource));
        if (schema.AdditionalProperties is { } values) return CelValue.Of(new StructuralMap(map, values));
        return schema.PreservesUnknownFields
            ? CelValue.Of(new StructuralObject(map, schema, isResource: false))
            : CelValue.Error("invalid object type, expected either Properties or AdditionalProperties with Allows=true and non-empty Schema");
    }

    private static CelValue OfList(JsonNode node, StructuralSchema schema)
    {
        if (node is not JsonArray list) return CelValue.Error("invalid data, expected an array for the provided schema with type=array");
        if (schema.Items is not { } items) return CelValue.Error("invalid array type, expected Items with a non-empty Schema");
        var elements = new StructuralList(list, items);
        return schema.ListType switch
        {
            "set" => CelValue.Of(new SetList(elements)),
            "map" => CelValue.Of(new MapList(elements, [.. schema.ListMapKeys.Select(key => EscapedNames.Escape(key) ?? key)])),
            null or "atomic" => CelValue.Of(elements),
            _ => CelValue.Error($"invalid x-kubernetes-list-type, expected 'map', 'set' or 'atomic' but got {schema.ListType}"),
        };
    }

    private static CelValue OfText(JsonNode node, StructuralSchema schema)
    {
        if (node.GetValueKind() is not JsonValueKind.String) return CelValue.Error($"invalid data, expected string, got {GoType(node)}");
        var text = node.GetValue<string>();
        return schema.Format switch
        {
            "duration" => FormattedText.Duration(text),
            "date" => FormattedText.Date(text),
            "date-time" => FormattedText.Time(text),
            "byte" => FormattedText.Bytes(text),
            _ => CelValue.Of(text),
        };
    }

    /// <summary>A number that is whole, even where it is written with a point.</summary>
    private static bool TryWhole(JsonNode node, out long integer)
    {
        integer = 0;
        if (node is not JsonValue value || value.GetValueKind() is not JsonValueKind.Number) return false;
        if (JsonNumbers.IsInteger(value, out integer)) return true;
        var number = JsonNumbers.ToDouble(value);
        if (number is not (>= long.MinValue and < 9223372036854775808.0) || Math.Truncate(number) != number) return false;
        integer = (long)number;
        return true;
    }

    /// <summary>The type that upstream holds such a node in, for messages.</summary>
    private static string GoType(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => JsonNumbers.IsInteger((JsonValue)node, out _) ? "int64" : "float64",
        _ => "bool",
    };
}
