using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Schemas of types that aren't objects of the table: scalars with a form of their own, and the few that only OpenAPI names.</summary>
internal static class ScalarSchemas
{
    private const string Extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        [OpenApiNames.Quantity] =
            "Quantity is a number with a unit. A suffix says by what it is multiplied: m, k, M, G, T, P and E are powers of 1000, Ki, Mi, Gi, Ti, Pi and Ei powers of 1024, e3 and the like powers of ten.",
        [OpenApiNames.IntOrString] = "IntOrString is a number or a string.",
        [OpenApiNames.Time] = "Time is a moment in whole seconds, written as RFC 3339 says.",
        [OpenApiNames.MicroTime] = "MicroTime is a moment in microseconds, written as RFC 3339 says.",
        [OpenApiNames.FieldsV1] = "FieldsV1 holds a set of fields as nested objects: a key names a field (f:name), the value of an item of a list (v:value), its keys (k:keys) or its position (i:number).",
        [OpenApiNames.RawExtension] = "RawExtension holds an object of any kind.",
        [OpenApiNames.Patch] = "Patch is the body of a PATCH request, in whichever form its media type says.",
        [Extensions + "JSON"] = "JSON is any value: a boolean, a number, a string, a list, an object or null.",
        [Extensions + "JSONSchemaPropsOrArray"] = "JSONSchemaPropsOrArray is a schema or a list of schemas.",
        [Extensions + "JSONSchemaPropsOrBool"] = "JSONSchemaPropsOrBool is a schema or a boolean.",
        [Extensions + "JSONSchemaPropsOrStringArray"] = "JSONSchemaPropsOrStringArray is a schema or a list of strings.",
    };

    /// <summary>The name under which a scalar has a schema of its own, or null.</summary>
    public static string? NameOf(SchemaKind kind) => kind switch
    {
        SchemaKind.Quantity => OpenApiNames.Quantity,
        SchemaKind.IntOrString => OpenApiNames.IntOrString,
        SchemaKind.Time => OpenApiNames.Time,
        SchemaKind.MicroTime => OpenApiNames.MicroTime,
        SchemaKind.FieldsV1 => OpenApiNames.FieldsV1,
        SchemaKind.RawExtension => OpenApiNames.RawExtension,
        _ => null,
    };

    /// <summary>Writes the schema of a name as the current object's content.</summary>
    public static void Write(Utf8JsonWriter writer, string name, OpenApiDialect dialect)
    {
        if (Descriptions.TryGetValue(name, out var description)) writer.WriteString("description"u8, description);
        switch (name)
        {
            case OpenApiNames.Quantity when dialect.IsV3:
                WriteOneOf(writer, "string", "number");
                break;
            case OpenApiNames.IntOrString:
                writer.WriteString("format"u8, "int-or-string"u8);
                if (dialect.IsV3) WriteOneOf(writer, "integer", "string");
                else writer.WriteString("type"u8, "string"u8);
                break;
            case OpenApiNames.Quantity:
                writer.WriteString("type"u8, "string"u8);
                break;
            case OpenApiNames.Time or OpenApiNames.MicroTime:
                writer.WriteString("format"u8, "date-time"u8);
                writer.WriteString("type"u8, "string"u8);
                break;
            case OpenApiNames.FieldsV1 or OpenApiNames.RawExtension or OpenApiNames.Patch:
                writer.WriteString("type"u8, "object"u8);
                break;
        }
    }

    private static void WriteOneOf(Utf8JsonWriter writer, params ReadOnlySpan<string> types)
    {
        writer.WriteStartArray("oneOf"u8);
        foreach (var type in types)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
