using System.Buffers;
using System.Text.Json;

namespace Kite.ApiServer.Aggregation;

/// <summary>Turns the list of resources that every API server has into what the aggregated discovery document says of a version.</summary>
internal static class RemoteResources
{
    /// <summary>The resources as JSON.</summary>
    /// <param name="list">An <c>APIResourceList</c>.</param>
    /// <param name="group">Its group.</param>
    /// <param name="version">Its version.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Convert(ReadOnlyMemory<byte> list, string group, string version)
    {
        using var document = JsonDocument.Parse(list);
        var all = document.RootElement.TryGetProperty("resources", out var found) && found.ValueKind is JsonValueKind.Array ? found.EnumerateArray().ToArray() : [];
        var subresources = all.Where(resource => Name(resource).Contains('/')).ToLookup(resource => Name(resource).Split('/')[0]);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var resource in all.Where(resource => !Name(resource).Contains('/'))) Write(writer, resource, subresources[Name(resource)], group, version);
            writer.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static string Name(JsonElement resource) => Text(resource, "name");

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String ? found.GetString()! : "";

    private static void Write(Utf8JsonWriter writer, JsonElement resource, IEnumerable<JsonElement> subresources, string group, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("resource"u8, Name(resource));
        WriteKind(writer, resource, group, version);
        writer.WriteString("scope"u8, resource.TryGetProperty("namespaced", out var namespaced) && namespaced.ValueKind is JsonValueKind.True ? "Namespaced"u8 : "Cluster"u8);
        writer.WriteString("singularResource"u8, Text(resource, "singularName"));
        Copy(writer, resource, "verbs");
        Copy(writer, resource, "shortNames");
        Copy(writer, resource, "categories");
        var isOpen = false;
        foreach (var subresource in subresources)
        {
            if (!isOpen) writer.WriteStartArray("subresources"u8);
            isOpen = true;
            writer.WriteStartObject();
            writer.WriteString("subresource"u8, Name(subresource)[(Name(subresource).IndexOf('/') + 1)..]);
            WriteKind(writer, subresource, group, version);
            Copy(writer, subresource, "verbs");
            writer.WriteEndObject();
        }
        if (isOpen) writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter writer, JsonElement resource, string group, string version)
    {
        var isForeign = Text(resource, "version").Length > 0;
        writer.WriteStartObject("responseKind"u8);
        writer.WriteString("group"u8, isForeign ? Text(resource, "group") : group);
        writer.WriteString("version"u8, isForeign ? Text(resource, "version") : version);
        writer.WriteString("kind"u8, Text(resource, "kind"));
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement resource, string name)
    {
        if (!resource.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.Array) return;
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
