using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes types of the table as OpenAPI schemas, with the extensions by which clients merge lists and find kinds.</summary>
internal sealed class SchemaWriter(SchemaTable table, OpenApiDialect dialect, Utf8JsonWriter writer)
{
    private readonly Queue<SchemaType> pending = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Asks for a type; it is written, with all that it reaches, by <see cref="WriteAll"/>.</summary>
    public void Need(string typeName)
    {
        if (table.Type(typeName) is { } type && seen.Add(typeName)) pending.Enqueue(type);
    }

    /// <summary>Writes every type asked for and every type that those reach, as properties of the current object.</summary>
    public void WriteAll()
    {
        while (pending.TryDequeue(out var type)) WriteType(type);
        WriteScalar(OpenApiNames.Quantity, "string", null);
        WriteScalar(OpenApiNames.IntOrString, dialect.IsV3 ? null : "string", "int-or-string");
        WriteScalar(OpenApiNames.Time, "string", "date-time");
        WriteScalar(OpenApiNames.MicroTime, "string", "date-time");
        WriteScalar(OpenApiNames.FieldsV1, "object", null);
        WriteScalar(OpenApiNames.RawExtension, "object", null);
    }

    /// <summary>Writes a reference to a type, and asks for it.</summary>
    public void WriteReference(string typeName)
    {
        Need(typeName);
        if (table.Type(typeName) is { } type) writer.WriteString("$ref", dialect.SchemaPrefix + OpenApiNames.Of(type));
        else writer.WriteString("type", "object");
    }

    private void WriteType(SchemaType type)
    {
        writer.WriteStartObject(OpenApiNames.Of(type));
        writer.WriteString("type", "object");
        var required = type.Fields.Where(field => field.IsRequired).Select(field => field.Name).ToList();
        if (required.Count > 0)
        {
            writer.WriteStartArray("required");
            foreach (var name in required) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteStartObject("properties");
        if (type.IsKind)
        {
            WriteString("apiVersion");
            WriteString("kind");
        }
        foreach (var field in type.Fields) WriteField(field);
        writer.WriteEndObject();
        if (type.IsKind) WriteKind(type);
        writer.WriteEndObject();
    }

    private void WriteString(string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "string");
        writer.WriteEndObject();
    }

    private void WriteKind(SchemaType type)
    {
        var slash = type.Package.IndexOf('/');
        writer.WriteStartArray("x-kubernetes-group-version-kind");
        writer.WriteStartObject();
        writer.WriteString("group", type.Package[..slash] == "meta" ? "" : Packages.Group(type.Package[..slash]));
        writer.WriteString("kind", type.ShortName);
        writer.WriteString("version", type.Package[(slash + 1)..]);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteField(SchemaField field)
    {
        writer.WriteStartObject(field.Name);
        WriteValue(field.Type);
        if (field.ListType is { } list) writer.WriteString("x-kubernetes-list-type", list);
        if (field.Keys.Count > 0)
        {
            writer.WriteStartArray("x-kubernetes-list-map-keys");
            foreach (var key in field.Keys) writer.WriteStringValue(key);
            writer.WriteEndArray();
        }
        if (field.MergeKey is { } mergeKey) writer.WriteString("x-kubernetes-patch-merge-key", mergeKey);
        if (field.PatchStrategy is { } strategy) writer.WriteString("x-kubernetes-patch-strategy", strategy);
        if (field.MapType is { } map || (field.IsAtomicStruct && (map = "atomic") is not null)) writer.WriteString("x-kubernetes-map-type", map);
        if (field.Default is { } value)
        {
            writer.WritePropertyName("default");
            writer.WriteRawValue(value);
        }
        writer.WriteEndObject();
    }

    private static string? NamedScalar(SchemaKind kind) => kind switch
    {
        SchemaKind.Quantity => OpenApiNames.Quantity,
        SchemaKind.IntOrString => OpenApiNames.IntOrString,
        SchemaKind.Time => OpenApiNames.Time,
        SchemaKind.MicroTime => OpenApiNames.MicroTime,
        SchemaKind.FieldsV1 => OpenApiNames.FieldsV1,
        SchemaKind.RawExtension => OpenApiNames.RawExtension,
        _ => null,
    };

    private void WriteValue(TypeReference type)
    {
        switch (type.Kind)
        {
            case SchemaKind.Object:
                WriteReference(type.TypeName!);
                break;
            case SchemaKind.List:
                WriteNested("array", "items", type.Element!);
                break;
            case SchemaKind.Map:
                WriteNested("object", "additionalProperties", type.Element!);
                break;
            case SchemaKind.Any:
                break;
            default:
                if (NamedScalar(type.Kind) is { } name) writer.WriteString("$ref", dialect.SchemaPrefix + name);
                else WritePlain(type);
                break;
        }
    }

    private void WriteNested(string type, string property, TypeReference element)
    {
        writer.WriteString("type", type);
        writer.WriteStartObject(property);
        WriteValue(element);
        writer.WriteEndObject();
    }

    private void WritePlain(TypeReference type)
    {
        var (name, format) = type.Kind switch
        {
            SchemaKind.Int32 => ("integer", "int32"),
            SchemaKind.Int64 => ("integer", "int64"),
            SchemaKind.Double => ("number", "double"),
            SchemaKind.Bool => ("boolean", null),
            SchemaKind.Bytes => ("string", "byte"),
            _ => ("string", (string?)null),
        };
        writer.WriteString("type", name);
        if (format is not null) writer.WriteString("format", format);
        if (!type.IsClosed) return;
        writer.WriteStartArray("enum");
        foreach (var value in type.Values!) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private void WriteScalar(string name, string? type, string? format)
    {
        writer.WriteStartObject(name);
        if (type is not null) writer.WriteString("type", type);
        if (format is not null) writer.WriteString("format", format);
        if (name == OpenApiNames.IntOrString && type is null)
        {
            writer.WriteStartArray("oneOf");
            foreach (var alternative in new[] { "integer", "string" })
            {
                writer.WriteStartObject();
                writer.WriteString("type", alternative);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
