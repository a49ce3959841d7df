using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Checks the types of values.</summary>
internal static class TypeRules
{
    /// <summary>Checks a null.</summary>
    internal static void CheckNull(StructuralSchema schema, FieldPath path, ValueResult result)
    {
        result.Count();
        if (schema.IsNullable || TypesOf(schema) is not { Length: > 0 } types) return;
        result.Add(Mismatch(path, types, "null"));
    }

    /// <summary>Checks any other value.</summary>
    internal static void Check(JsonNode value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        var types = TypesOf(schema);
        var format = StringFormats.Known(schema.Format);
        if (types.Length == 0 && format.Length == 0) return;
        result.Count(2);
        var (type, isWhole) = TypeOf(value);
        var isNumeric = schema.IsIntOrString || schema.Type is "integer" or "number";
        var fits = Fits(type, isWhole, schema);
        // A format that isn't a number's says what scalars must be, and lets strings and lists pass.
        if (format.Length > 0 && type is not ("string" or "array") && !fits) result.Add(Mismatch(path, format, type is "integer" ? "int64" : type is "number" ? "float64" : ""));
        else if (format.Length > 0 && type is "string" or "array" && !isNumeric) return;
        else if (!fits) result.Add(Mismatch(path, types, type));
    }

    private static bool Fits(string type, bool isWhole, StructuralSchema schema)
    {
        if (schema.IsIntOrString) return type is "integer" or "string" || isWhole;
        return type == schema.Type || (schema.Type == "number" && type == "integer") || (schema.Type == "integer" && isWhole);
    }

    private static string TypesOf(StructuralSchema schema) => schema.IsIntOrString ? "integer,string" : schema.Type;

    private static (string Type, bool IsWhole) TypeOf(JsonNode value) => value switch
    {
        JsonObject => ("object", false),
        JsonArray => ("array", false),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => ("string", false),
            JsonValueKind.Number when JsonNumbers.IsInteger((JsonValue)value, out _) => ("integer", true),
            JsonValueKind.Number => ("number", IsWhole(JsonNumbers.ToDouble((JsonValue)value))),
            _ => ("boolean", false),
        },
    };

    /// <summary>True for a double that is an integer, as JavaScript understands it.</summary>
    internal static bool IsWhole(double number)
    {
        const double MaxSafe = 9007199254740991;
        const double Epsilon = 1e-9;
        if (!double.IsFinite(number) || Math.Abs(number) > MaxSafe) return false;
        var difference = Math.Abs(number - Math.Truncate(number));
        return difference == 0 || (number == 0) || difference / Math.Max(Math.Abs(number), double.Epsilon) < Epsilon;
    }

    private static ValueProblem Mismatch(FieldPath path, string expected, string found) =>
        new(ValueProblemKind.WrongType, path, $"{path} in body must be of type {expected}: \"{found}\"") { Value = found };
}
