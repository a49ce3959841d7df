using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Finds parts of JSON schemas that structural schemas don't have.</summary>
internal static class UnsupportedFields
{
    /// <summary>What the schema has that it can't, in upstream's words; null where it is fine.</summary>
    internal static string? Find(JsonObject schema)
    {
        string? found = null;
        SchemaWalk.Any(schema, node => (found = FindHere(node)) is not null);
        return found;
    }

    private static string? FindHere(JsonObject schema)
    {
        if (schema.Text("id").Length > 0) return "OpenAPIV3Schema 'id' is not supported";
        if (schema.Text("$schema").Length > 0) return "OpenAPIV3Schema 'schema' is not supported";
        if (schema.Text("$ref").Length > 0) return "OpenAPIV3Schema '$ref' is not supported";
        foreach (var name in (ReadOnlySpan<string>)["patternProperties", "dependencies"])
        {
            if (!schema.IsEmpty(name)) return $"OpenAPIV3Schema '{name}' is not supported";
        }
        if (schema["additionalItems"] is not null) return "OpenAPIV3Schema 'additionalItems' is not supported";
        if (!schema.IsEmpty("definitions")) return "OpenAPIV3Schema 'definitions' is not supported";
        if (schema.Flag("x-kubernetes-preserve-unknown-fields") == false) return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        return schema.Array("items") is { Count: > 0 } ? "OpenAPIV3Schema 'items' must be a schema, but is an array" : null;
    }
}
