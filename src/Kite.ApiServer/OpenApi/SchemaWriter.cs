using System.Text.Json;
using Kite.Api.Descriptions;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes types as OpenAPI schemas, with their descriptions and the extensions by which clients merge lists and find kinds.</summary>
/// <remarks>Version 3 has defaults and keeps a reference apart from what is said beside it; version 2 has no defaults.</remarks>
internal sealed class SchemaWriter(SchemaTable table, ApiDescriptions descriptions, OpenApiDialect dialect, Utf8JsonWriter writer)
{
    private readonly Queue<string> pending = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<ResourceDefinition> custom = new();
    private readonly SortedSet<string> scalars = new(StringComparer.Ordinal);

    /// <summary>Group and version of every kind that exists in all of them (<c>DeleteOptions</c>, <c>WatchEvent</c>).</summary>
    public required IReadOnlyList<(string Group, string Version)> GroupVersions { get; init; }

    /// <summary>The names of the schemas written so far.</summary>
    public HashSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes a reference to a type of the table, and asks for the type: it is written, with all that it reaches, by <see cref="WriteAll"/>.</summary>
    public void WriteReference(string typeName) => writer.WriteString("$ref"u8, dialect.SchemaPrefix + Need(typeName));

    /// <summary>Writes a reference to a schema that only OpenAPI names, and asks for it.</summary>
    public void WriteScalarReference(string name)
    {
        scalars.Add(name);
        if (name == OpenApiNames.WatchEvent) scalars.Add(OpenApiNames.RawExtension);
        writer.WriteString("$ref"u8, dialect.SchemaPrefix + name);
    }

    /// <summary>Writes a reference to a custom kind or its list; <see cref="NeedCustom"/> asks for both.</summary>
    public void WriteCustomReference(string name) => writer.WriteString("$ref"u8, dialect.SchemaPrefix + name);

    /// <summary>Asks for the schemas of a custom kind and its list.</summary>
    public void NeedCustom(ResourceDefinition definition) => custom.Enqueue(definition);

    /// <summary>Writes every type asked for and every type that those reach, as properties of the current object.</summary>
    public void WriteAll()
    {
        WriteCustom();
        while (pending.TryDequeue(out var name)) WriteType(table.Type(name)!);
        foreach (var name in scalars)
        {
            Begin(name);
            if (name == OpenApiNames.WatchEvent) WriteWatchEvent();
            else if (name == OpenApiNames.VersionInfo) VersionInfoSchema.Write(writer);
            else ScalarSchemas.Write(writer, name, dialect);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes the schemas of the custom kinds asked for and nothing that they refer to, as properties of the current object.</summary>
    public void WriteCustom()
    {
        var customs = new CustomSchemaWriter(this, dialect, writer);
        while (custom.TryDequeue(out var definition)) customs.Write(definition);
    }

    /// <summary>Begins a schema.</summary>
    public void Begin(string name)
    {
        Written.Add(name);
        writer.WriteStartObject(name);
    }

    /// <summary>Writes <c>apiVersion</c> and <c>kind</c>, which every kind has.</summary>
    public void WriteTypeMeta()
    {
        WriteText("apiVersion"u8, descriptions.ApiVersion);
        WriteText("kind"u8, descriptions.Kind);
    }

    /// <summary>Writes a property that refers to a type of the table.</summary>
    public void WriteReferenceProperty(string name, string typeName, ReadOnlyMemory<byte> description)
    {
        writer.WriteStartObject(name);
        WriteReferenceValue(Need(typeName), null, description);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>x-kubernetes-group-version-kind</c>.</summary>
    public void WriteKind(string group, string version, string kind)
    {
        writer.WriteStartArray("x-kubernetes-group-version-kind"u8);
        WriteKindItem(group, version, kind);
        writer.WriteEndArray();
    }

    private string Need(string typeName)
    {
        var name = OpenApiNames.Of(typeName);
        if (table.Type(typeName) is null) scalars.Add(name);
        else if (seen.Add(typeName)) pending.Enqueue(typeName);
        return name;
    }

    private void WriteType(SchemaType type)
    {
        var texts = descriptions.Of(type).Read();
        Begin(OpenApiNames.Of(type));
        WriteDescription(texts.Next());
        writer.WriteStartObject("properties"u8);
        if (type.IsKind) WriteTypeMeta();
        foreach (var field in type.Fields) WriteField(type, field, texts.Next());
        writer.WriteEndObject();
        WriteRequired(type);
        writer.WriteString("type"u8, "object"u8);
        if (type.IsKind) WriteKinds(type);
        writer.WriteEndObject();
    }

    private void WriteRequired(SchemaType type)
    {
        var isOpen = false;
        foreach (var field in type.Fields)
        {
            if (!field.IsRequired) continue;
            if (!isOpen) writer.WriteStartArray("required"u8);
            isOpen = true;
            writer.WriteStringValue(field.Name);
        }
        if (isOpen) writer.WriteEndArray();
    }

    private void WriteText(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> description)
    {
        writer.WriteStartObject(name);
        WriteDescription(description);
        writer.WriteString("type"u8, "string"u8);
        writer.WriteEndObject();
    }

    private void WriteKinds(SchemaType type)
    {
        var slash = type.Package.IndexOf('/');
        var isMeta = type.Package[..slash] == "meta";
        if (isMeta && type.ShortName == "DeleteOptions") WriteKinds(type.ShortName);
        else WriteKind(isMeta ? "" : Packages.Group(type.Package[..slash]), type.Package[(slash + 1)..], type.ShortName);
    }

    private void WriteKinds(string kind)
    {
        writer.WriteStartArray("x-kubernetes-group-version-kind"u8);
        foreach (var (group, version) in GroupVersions) WriteKindItem(group, version, kind);
        writer.WriteEndArray();
    }

    private void WriteKindItem(string group, string version, string kind)
    {
        writer.WriteStartObject();
        writer.WriteString("group"u8, group);
        writer.WriteString("kind"u8, kind);
        writer.WriteString("version"u8, version);
        writer.WriteEndObject();
    }

    private void WriteField(SchemaType owner, SchemaField field, ReadOnlyMemory<byte> description)
    {
        writer.WriteStartObject(field.Name);
        WriteValue(field.Type, field.Default ?? Zero(field.Type, field.IsRequired || (owner.IsKind && field.Name is "metadata" or "spec" or "status")), description);
        if (field.ListType is { } list) writer.WriteString("x-kubernetes-list-type"u8, list);
        if (field.Keys.Count > 0)
        {
            writer.WriteStartArray("x-kubernetes-list-map-keys"u8);
            foreach (var key in field.Keys) writer.WriteStringValue(key);
            writer.WriteEndArray();
        }
        if (field.MergeKey is { } mergeKey) writer.WriteString("x-kubernetes-patch-merge-key"u8, mergeKey);
        if (field.PatchStrategy is { } strategy) writer.WriteString("x-kubernetes-patch-strategy"u8, strategy);
        if ((field.MapType ?? (field.IsAtomicStruct ? "atomic" : null)) is { } map) writer.WriteString("x-kubernetes-map-type"u8, map);
        writer.WriteEndObject();
    }

    /// <summary>The value that a Go client writes for a field that is always there.</summary>
    private static string? Zero(TypeReference type, bool isAlwaysThere) => !isAlwaysThere ? null : type.Kind switch
    {
        SchemaKind.Object => "{}",
        SchemaKind.String => "\"\"",
        SchemaKind.Int32 or SchemaKind.Int64 or SchemaKind.Double => "0",
        SchemaKind.Bool => "false",
        _ => null,
    };

    private void WriteValue(TypeReference type, string? value, ReadOnlyMemory<byte> description)
    {
        switch (type.Kind)
        {
            case SchemaKind.Object:
                WriteReferenceValue(Need(type.TypeName!), value, description);
                return;
            case SchemaKind.List:
                WriteNested("items"u8, type.Element!, description);
                writer.WriteString("type"u8, "array"u8);
                return;
            case SchemaKind.Map:
                WriteNested("additionalProperties"u8, type.Element!, description);
                writer.WriteString("type"u8, "object"u8);
                return;
        }
        if (ScalarSchemas.NameOf(type.Kind) is { } name)
        {
            scalars.Add(name);
            WriteReferenceValue(name, value, description);
            return;
        }
        WriteDefault(value);
        WriteDescription(description);
        if (type.Kind is not SchemaKind.Any) WritePlain(type);
    }

    private void WriteReferenceValue(string name, string? value, ReadOnlyMemory<byte> description)
    {
        if (!dialect.IsV3 || (value is null && description.IsEmpty))
        {
            writer.WriteString("$ref"u8, dialect.SchemaPrefix + name);
            WriteDescription(description);
            return;
        }
        writer.WriteStartArray("allOf"u8);
        writer.WriteStartObject();
        writer.WriteString("$ref"u8, dialect.SchemaPrefix + name);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteDefault(value);
        WriteDescription(description);
    }

    private void WriteNested(ReadOnlySpan<byte> property, TypeReference element, ReadOnlyMemory<byte> description)
    {
        WriteDescription(description);
        writer.WriteStartObject(property);
        WriteValue(element, Zero(element, true), default);
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
        if (type.IsClosed)
        {
            writer.WriteStartArray("enum"u8);
            foreach (var value in type.Values!) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }
        if (format is not null) writer.WriteString("format"u8, format);
        writer.WriteString("type"u8, name);
    }

    private void WriteDefault(string? value)
    {
        if (value is null || !dialect.IsV3) return;
        writer.WritePropertyName("default"u8);
        writer.WriteRawValue(value, skipInputValidation: true);
    }

    private void WriteDescription(ReadOnlyMemory<byte> text)
    {
        if (!text.IsEmpty) writer.WriteString("description"u8, text.Span);
    }

    private void WriteWatchEvent()
    {
        writer.WriteString("description"u8, "WatchEvent is one change of a watched resource, with the object as it is now, as it was before it was deleted, or a Status that says what went wrong."u8);
        writer.WriteStartObject("properties"u8);
        writer.WriteStartObject("object"u8);
        writer.WriteString("$ref"u8, dialect.SchemaPrefix + OpenApiNames.RawExtension);
        writer.WriteEndObject();
        WriteText("type"u8, default);
        writer.WriteEndObject();
        writer.WriteStartArray("required"u8);
        writer.WriteStringValue("type"u8);
        writer.WriteStringValue("object"u8);
        writer.WriteEndArray();
        writer.WriteString("type"u8, "object"u8);
        WriteKinds("WatchEvent");
    }
}
