using System.Buffers;
using System.Text.Json;

namespace Kite.ApiServer.Discovery;

/// <summary>Writes the discovery documents of a moment.</summary>
/// <param name="snapshot">What is served.</param>
/// <param name="serverAddress">Where clients reach the server (<c>host:port</c>); empty where nobody said so.</param>
internal sealed class DiscoveryDocuments(DiscoverySnapshot snapshot, string serverAddress)
{
    /// <summary><c>/api</c>: the versions of the core group.</summary>
    public byte[] CoreVersions() => Write(writer =>
    {
        writer.WriteString("kind"u8, "APIVersions"u8);
        writer.WriteStartArray("versions"u8);
        foreach (var version in snapshot.Group("")?.Versions ?? []) writer.WriteStringValue(version.Version);
        writer.WriteEndArray();
        writer.WriteStartArray("serverAddressByClientCIDRs"u8);
        if (serverAddress.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("clientCIDR"u8, "0.0.0.0/0"u8);
            writer.WriteString("serverAddress"u8, serverAddress);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary><c>/apis</c>: the named groups.</summary>
    public byte[] GroupList() => Write(writer =>
    {
        Kind(writer, "APIGroupList", "v1");
        writer.WriteStartArray("groups"u8);
        foreach (var group in snapshot.Groups.Where(group => group.Name.Length > 0))
        {
            writer.WriteStartObject();
            WriteGroup(writer, group);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary><c>/apis/group</c>, or null where there is no such group.</summary>
    public byte[]? Group(string name) => name.Length == 0 || snapshot.Group(name) is not { } group ? null : Write(writer =>
    {
        Kind(writer, "APIGroup", "v1");
        WriteGroup(writer, group);
    });

    /// <summary>The resources of a group version, or null where there is none, or another server has it.</summary>
    public byte[]? ResourceList(string group, string version) =>
        snapshot.Group(group)?.Versions.FirstOrDefault(found => found.Version == version && !found.IsRemote) is not { } found ? null : Write(writer =>
        {
            Kind(writer, "APIResourceList", "v1");
            writer.WriteString("groupVersion"u8, GroupVersion(group, version));
            writer.WriteStartArray("resources"u8);
            foreach (var definition in found.Resources) ResourceWriter.Write(writer, definition);
            writer.WriteEndArray();
        });

    /// <summary>Every group, version and resource in one document.</summary>
    public byte[] Aggregated(bool isCore, string documentVersion) => Write(writer =>
    {
        Kind(writer, "APIGroupDiscoveryList", $"apidiscovery.k8s.io/{documentVersion}");
        writer.WriteStartObject("metadata"u8);
        writer.WriteEndObject();
        writer.WriteStartArray("items"u8);
        foreach (var group in snapshot.Groups.Where(group => group.Name.Length == 0 == isCore)) WriteAggregatedGroup(writer, group);
        writer.WriteEndArray();
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Kind(Utf8JsonWriter writer, string kind, string apiVersion)
    {
        writer.WriteString("kind"u8, kind);
        writer.WriteString("apiVersion"u8, apiVersion);
    }

    private static string GroupVersion(string group, string version) => group.Length == 0 ? version : $"{group}/{version}";

    private static void WriteGroup(Utf8JsonWriter writer, DiscoveryGroup group)
    {
        writer.WriteString("name"u8, group.Name);
        writer.WriteStartArray("versions"u8);
        foreach (var version in group.Versions) WriteVersion(writer, group.Name, version.Version);
        writer.WriteEndArray();
        writer.WritePropertyName("preferredVersion"u8);
        WriteVersion(writer, group.Name, group.Versions[0].Version);
    }

    private static void WriteVersion(Utf8JsonWriter writer, string group, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("groupVersion"u8, GroupVersion(group, version));
        writer.WriteString("version"u8, version);
        writer.WriteEndObject();
    }

    private static void WriteAggregatedGroup(Utf8JsonWriter writer, DiscoveryGroup group)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata"u8);
        if (group.Name.Length > 0) writer.WriteString("name"u8, group.Name);
        writer.WriteNull("creationTimestamp"u8);
        writer.WriteEndObject();
        writer.WriteStartArray("versions"u8);
        foreach (var version in group.Versions)
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, version.Version);
            if (!version.Remote.IsEmpty)
            {
                writer.WritePropertyName("resources"u8);
                writer.WriteRawValue(version.Remote.Span, skipInputValidation: true);
            }
            else if (!version.IsRemote)
            {
                writer.WriteStartArray("resources"u8);
                foreach (var definition in version.Resources) ResourceWriter.WriteAggregated(writer, definition);
                writer.WriteEndArray();
            }
            writer.WriteString("freshness"u8, version.IsStale ? "Stale"u8 : "Current"u8);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
