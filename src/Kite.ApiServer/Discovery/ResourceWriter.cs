using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Discovery;

/// <summary>Writes what discovery says of a resource and its subresources.</summary>
internal static class ResourceWriter
{
    /// <summary>Writes the items of an <c>APIResourceList</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ResourceDefinition definition)
    {
        var resource = definition.Resource;
        writer.WriteStartObject();
        writer.WriteString("name"u8, resource.Plural);
        writer.WriteString("singularName"u8, definition.Singular);
        writer.WriteBoolean("namespaced"u8, resource.IsNamespaced);
        writer.WriteString("kind"u8, resource.Kind);
        WriteList(writer, "verbs"u8, definition.Verbs);
        if (definition.ShortNames.Count > 0) WriteList(writer, "shortNames"u8, definition.ShortNames);
        if (definition.Categories.Count > 0) WriteList(writer, "categories"u8, definition.Categories);
        if (StorageVersionHash(definition) is { } hash) writer.WriteString("storageVersionHash"u8, hash);
        writer.WriteEndObject();
        foreach (var subresource in definition.Subresources)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, $"{resource.Plural}/{subresource.Name}");
            writer.WriteString("singularName"u8, ""u8);
            writer.WriteBoolean("namespaced"u8, resource.IsNamespaced);
            if (subresource.KindGroup != resource.Group || subresource.KindVersion != resource.Version)
            {
                writer.WriteString("group"u8, subresource.KindGroup);
                writer.WriteString("version"u8, subresource.KindVersion);
            }
            writer.WriteString("kind"u8, subresource.Kind);
            WriteList(writer, "verbs"u8, subresource.Verbs);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes the item of the aggregated document.</summary>
    public static void WriteAggregated(Utf8JsonWriter writer, ResourceDefinition definition)
    {
        var resource = definition.Resource;
        writer.WriteStartObject();
        writer.WriteString("resource"u8, resource.Plural);
        WriteResponseKind(writer, resource.Group, resource.Version, resource.Kind);
        writer.WriteString("scope"u8, resource.IsNamespaced ? "Namespaced"u8 : "Cluster"u8);
        writer.WriteString("singularResource"u8, definition.Singular);
        WriteList(writer, "verbs"u8, definition.Verbs);
        if (definition.ShortNames.Count > 0) WriteList(writer, "shortNames"u8, definition.ShortNames);
        if (definition.Categories.Count > 0) WriteList(writer, "categories"u8, definition.Categories);
        if (definition.Subresources.Count > 0)
        {
            writer.WriteStartArray("subresources"u8);
            foreach (var subresource in definition.Subresources)
            {
                writer.WriteStartObject();
                writer.WriteString("subresource"u8, subresource.Name);
                WriteResponseKind(writer, subresource.KindGroup, subresource.KindVersion, subresource.Kind);
                WriteList(writer, "verbs"u8, subresource.Verbs);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    /// <summary>What changes when objects are stored in another version; null for what isn't stored.</summary>
    public static string? StorageVersionHash(ResourceDefinition definition)
    {
        if (!definition.Verbs.Contains("get") || !definition.Verbs.Contains("create")) return null;
        var stored = definition.StoredAs;
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Group}/{stored.Version}/{stored.Kind}")).AsSpan(0, 8));
    }

    private static void WriteResponseKind(Utf8JsonWriter writer, string group, string version, string kind)
    {
        writer.WriteStartObject("responseKind"u8);
        writer.WriteString("group"u8, group);
        writer.WriteString("version"u8, version);
        writer.WriteString("kind"u8, kind);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
