using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the schemas of custom kinds and their lists from what their definitions say.</summary>
/// <remarks>Version 2 has no word for some of it, and clients that validate by it must not refuse what the server takes: what it can't say is left out, as upstream does.</remarks>
internal sealed class CustomSchemaWriter(SchemaWriter schemas, OpenApiDialect dialect, Utf8JsonWriter writer)
{
    private const string Conventions = "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
    private static readonly byte[] Metadata = System.Text.Encoding.UTF8.GetBytes($"Standard object's metadata. More info: {Conventions}#metadata");
    private static readonly string[] TypeMeta = ["kind", "apiVersion"];
    private static readonly byte[] ListMetadata = System.Text.Encoding.UTF8.GetBytes($"Standard list metadata. More info: {Conventions}#types-kinds");

    /// <summary>Writes both schemas as properties of the current object.</summary>
    public void Write(ResourceDefinition definition)
    {
        var resource = definition.Resource;
        var name = OpenApiNames.OfCustom(resource.Group, resource.Version, resource.Kind);
        schemas.Begin(name);
        if (definition.Custom!.OpenApiSchema is { } schema && !IsOpaque(definition.Custom, schema)) WriteNode(schema, isRoot: true);
        // Not even metadata: a client would take the rest for unknown.
        else writer.WriteString("type"u8, "object"u8);
        schemas.WriteKind(resource.Group, resource.Version, resource.Kind);
        writer.WriteEndObject();
        WriteList(definition, name);
    }

    private bool IsOpaque(CustomDefinition custom, JsonObject schema) => !dialect.IsV3 && (custom.PreservesUnknownFields || PreservesUnknown(schema));

    private void WriteList(ResourceDefinition definition, string itemName)
    {
        var resource = definition.Resource;
        schemas.Begin(OpenApiNames.OfCustom(resource.Group, resource.Version, definition.ListKind));
        writer.WriteString("description"u8, $"{definition.ListKind} is a list of {resource.Kind}");
        writer.WriteStartObject("properties"u8);
        schemas.WriteTypeMeta();
        writer.WriteStartObject("items"u8);
        writer.WriteString("description"u8, $"List of {resource.Plural}. More info: {Conventions}");
        writer.WriteStartObject("items"u8);
        schemas.WriteCustomReference(itemName);
        writer.WriteEndObject();
        writer.WriteString("type"u8, "array"u8);
        writer.WriteEndObject();
        schemas.WriteReferenceProperty("metadata", "meta/v1.ListMeta", ListMetadata);
        writer.WriteEndObject();
        WriteNames("required", ["items"]);
        writer.WriteString("type"u8, "object"u8);
        schemas.WriteKind(resource.Group, resource.Version, definition.ListKind);
        writer.WriteEndObject();
    }

    private void WriteNode(JsonObject schema, bool isRoot = false)
    {
        var isEmbedded = Flag(schema, "x-kubernetes-embedded-resource") && (dialect.IsV3 || !PreservesUnknown(schema));
        var hasProperties = false;
        foreach (var (key, value) in schema)
        {
            if (value is null || IsLeftOut(schema, key)) continue;
            switch (key)
            {
                case "properties":
                    hasProperties = true;
                    WriteProperties(value.AsObject(), isRoot, isEmbedded);
                    break;
                case "items" or "not" or "additionalProperties" when value is JsonObject nested:
                    writer.WritePropertyName(key);
                    WriteNested(nested);
                    break;
                case "allOf" or "anyOf" or "oneOf":
                    WriteJunctor(key, value.AsArray());
                    break;
                case "required":
                    WriteNames(key, Required(schema, isEmbedded));
                    break;
                default:
                    writer.WritePropertyName(key);
                    value.WriteTo(writer);
                    break;
            }
        }
        if (!hasProperties && (isRoot || isEmbedded)) WriteProperties([], isRoot, isEmbedded);
        if (isEmbedded && schema["required"] is null) WriteNames("required", Required(schema, true));
        if (dialect.IsV3 && Flag(schema, "x-kubernetes-int-or-string") && schema["anyOf"] is null) WriteIntOrString();
    }

    private void WriteNested(JsonObject schema)
    {
        writer.WriteStartObject();
        WriteNode(schema);
        writer.WriteEndObject();
    }

    private void WriteProperties(JsonObject properties, bool isRoot, bool isEmbedded)
    {
        writer.WriteStartObject("properties"u8);
        if (isRoot || isEmbedded)
        {
            schemas.WriteTypeMeta();
            schemas.WriteReferenceProperty("metadata", "meta/v1.ObjectMeta", Metadata);
        }
        foreach (var (name, value) in properties)
        {
            if (((isRoot || isEmbedded) && name is "apiVersion" or "kind" or "metadata") || value is not JsonObject nested) continue;
            writer.WritePropertyName(name);
            WriteNested(nested);
        }
        writer.WriteEndObject();
    }

    private void WriteJunctor(string key, JsonArray alternatives)
    {
        writer.WriteStartArray(key);
        foreach (var alternative in alternatives.OfType<JsonObject>()) WriteNested(alternative);
        writer.WriteEndArray();
    }

    private void WriteNames(string key, List<string> names)
    {
        if (names.Count == 0) return;
        writer.WriteStartArray(key);
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private void WriteIntOrString()
    {
        writer.WriteStartArray("anyOf"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "integer"u8);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("type"u8, "string"u8);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private List<string> Required(JsonObject schema, bool isEmbedded)
    {
        var names = (schema["required"] as JsonArray)?.Select(name => name?.GetValue<string>() ?? "").ToList() ?? [];
        if (!dialect.IsV3)
        {
            // What may be null can't be demanded of a client that knows no null.
            if (schema["additionalProperties"] is JsonObject values && Flag(values, "nullable")) names.Clear();
            names.RemoveAll(name => schema["properties"]?[name] is JsonObject property && Flag(property, "nullable"));
        }
        if (isEmbedded) names.AddRange(TypeMeta.Where(name => !names.Contains(name)));
        return names;
    }

    private bool IsLeftOut(JsonObject schema, string key) => key switch
    {
        "id" or "$schema" or "$ref" or "definitions" or "dependencies" or "patternProperties" or "additionalItems" or "example" or "externalDocs" => true,
        _ when dialect.IsV3 => false,
        "allOf" or "anyOf" or "oneOf" or "not" or "nullable" => true,
        "items" or "properties" => Flag(schema, "nullable") || PreservesUnknown(schema),
        "type" => Flag(schema, "nullable") || IsUnsayable(schema),
        _ => false,
    };

    private static bool IsUnsayable(JsonObject schema) => schema["type"]?.GetValue<string>() switch
    {
        "object" => PreservesUnknown(schema),
        "array" => PreservesUnknown(schema) || schema["items"] is null,
        _ => false,
    };

    private static bool PreservesUnknown(JsonObject schema) => Flag(schema, "x-kubernetes-preserve-unknown-fields");

    private static bool Flag(JsonObject schema, string name) => schema[name] is JsonValue value && value.GetValueKind() is JsonValueKind.True;
}
