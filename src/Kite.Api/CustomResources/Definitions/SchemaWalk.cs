using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Walks through the JSON of schemas.</summary>
internal static class SchemaWalk
{
    private static readonly string[] Single = ["items", "not", "additionalProperties", "additionalItems"];
    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "items"];
    private static readonly string[] Maps = ["properties", "patternProperties", "definitions", "dependencies"];

    /// <summary>True where a condition holds for a schema or any inside it.</summary>
    internal static bool Any(JsonObject schema, Func<JsonObject, bool> condition) => condition(schema) || Children(schema).Any(child => Any(child, condition));

    private static IEnumerable<JsonObject> Children(JsonObject schema)
    {
        foreach (var name in Single)
        {
            if (schema.Object(name) is { } child) yield return child;
        }
        foreach (var name in Lists)
        {
            foreach (var child in schema.Objects(name)) yield return child;
        }
        foreach (var name in Maps)
        {
            foreach (var (_, child) in schema.Object(name) ?? [])
            {
                if (child is JsonObject inner) yield return inner;
            }
        }
    }
}
