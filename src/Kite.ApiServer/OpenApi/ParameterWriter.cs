using System.Buffers;
using System.Text.Json;
using Kite.Api.Descriptions;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes parameters of operations. Version 2 says what each means once, in the document's own list; version 3 everywhere, because old clients don't follow such references.</summary>
internal sealed class ParameterWriter(ApiDescriptions descriptions, OpenApiDialect dialect, Utf8JsonWriter writer)
{
    private readonly SortedDictionary<string, byte[]> shared = new(StringComparer.Ordinal);

    /// <summary>Writes a parameter of the query that means the same everywhere.</summary>
    public void WriteQuery(string name) => WriteShared(name, "query", QueryParameters.TypeOf(name));

    /// <summary>Writes the namespace's place in the path.</summary>
    public void WriteNamespace() => WriteShared("namespace", "path", "string");

    /// <summary>Writes the rest of a proxied path.</summary>
    public void WriteRest() => WriteShared("path", "path", "string");

    /// <summary>Writes the name's place in the path.</summary>
    public void WriteName(string kind) => Write(writer, "name", "path", "string", System.Text.Encoding.UTF8.GetBytes($"name of the {kind}"));

    /// <summary>Writes an option of a stream or a proxy.</summary>
    public void WriteOption(string name, string type) => Write(writer, name, "query", type, default);

    /// <summary>Writes the list of parameters that <see cref="OpenApiDialect.ParameterPrefix"/> leads to, as properties of the current object.</summary>
    /// <returns>Their names in that list.</returns>
    public HashSet<string> WriteAll()
    {
        foreach (var (name, json) in shared)
        {
            writer.WritePropertyName(KeyOf(name));
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        return [.. shared.Keys.Select(KeyOf)];
    }

    private static string KeyOf(string name) => name + "-shared";

    private void WriteShared(string name, string place, string type)
    {
        if (!shared.TryGetValue(name, out var json))
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var own = new Utf8JsonWriter(buffer, OpenApiDocuments.WriterOptions)) Write(own, name, place, type, descriptions.OfParameter(name));
            shared.Add(name, json = buffer.WrittenSpan.ToArray());
        }
        if (dialect.IsV3)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("$ref"u8, OpenApiDialect.ParameterPrefix + KeyOf(name));
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter output, string name, string place, string type, ReadOnlyMemory<byte> description)
    {
        output.WriteStartObject();
        if (!description.IsEmpty) output.WriteString("description"u8, description.Span);
        output.WriteString("in"u8, place);
        output.WriteString("name"u8, name);
        if (place == "path") output.WriteBoolean("required"u8, true);
        if (dialect.IsV3) output.WriteStartObject("schema"u8);
        output.WriteString("type"u8, type);
        output.WriteBoolean("uniqueItems"u8, true);
        if (dialect.IsV3) output.WriteEndObject();
        output.WriteEndObject();
    }
}
