using System.Buffers;
using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.ApiServer.Discovery;

/// <summary>Writes the discovery documents from the table of resources.</summary>
internal sealed class DiscoveryDocuments(IReadOnlyList<ResourceRow> rows)
{
    /// <summary>The order in which groups are listed, which decides what a short name such as <c>ev</c> resolves to.</summary>
    private static readonly string[] GroupOrder =
    [
        "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io",
        "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
        "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    ];

    /// <summary><c>/api</c>: the versions of the core group.</summary>
    public byte[] CoreVersions() => Write(writer =>
    {
        Kind(writer, "APIVersions", "");
        writer.WriteStartArray("versions");
        foreach (var version in Versions("")) writer.WriteStringValue(version);
        writer.WriteEndArray();
        writer.WriteStartArray("serverAddressByClientCIDRs");
        writer.WriteEndArray();
    });

    /// <summary><c>/apis</c>: the named groups.</summary>
    public byte[] GroupList() => Write(writer =>
    {
        Kind(writer, "APIGroupList", "v1");
        writer.WriteStartArray("groups");
        foreach (var group in Groups().Where(group => group.Length > 0))
        {
            writer.WriteStartObject();
            WriteGroup(writer, group);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary><c>/apis/group</c>, or null where there is no such group.</summary>
    public byte[]? Group(string group) => group.Length == 0 || !Groups().Contains(group) ? null : Write(writer =>
    {
        Kind(writer, "APIGroup", "v1");
        WriteGroup(writer, group);
    });

    /// <summary>The resources of a group version, or null where there is none.</summary>
    public byte[]? ResourceList(string group, string version)
    {
        var resources = rows.Where(row => row.Group == group && row.Version == version).ToList();
        return resources.Count == 0 ? null : Write(writer =>
        {
            Kind(writer, "APIResourceList", "v1");
            writer.WriteString("groupVersion", GroupVersion(group, version));
            writer.WriteStartArray("resources");
            foreach (var row in resources) WriteResource(writer, row);
            writer.WriteEndArray();
        });
    }

    /// <summary>Every group, version and resource in one document.</summary>
    public byte[] Aggregated(bool isCore, string documentVersion) => Write(writer =>
    {
        Kind(writer, "APIGroupDiscoveryList", $"apidiscovery.k8s.io/{documentVersion}");
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var group in Groups().Where(group => group.Length == 0 == isCore)) WriteAggregatedGroup(writer, group);
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
        writer.WriteString("kind", kind);
        if (apiVersion.Length > 0) writer.WriteString("apiVersion", apiVersion);
    }

    private static string GroupVersion(string group, string version) => group.Length == 0 ? version : $"{group}/{version}";

    private static void WriteResource(Utf8JsonWriter writer, ResourceRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", row.Subresource.Length == 0 ? row.Resource : $"{row.Resource}/{row.Subresource}");
        writer.WriteString("singularName", row.Singular);
        writer.WriteBoolean("namespaced", row.IsNamespaced);
        if (row.KindGroupVersion is { } other)
        {
            var slash = other.IndexOf('/');
            writer.WriteString("group", slash < 0 ? "" : other[..slash]);
            writer.WriteString("version", other[(slash + 1)..]);
        }
        writer.WriteString("kind", row.Kind);
        WriteList(writer, "verbs", row.Verbs);
        if (row.ShortNames.Count > 0) WriteList(writer, "shortNames", row.ShortNames);
        if (row.Categories.Count > 0) WriteList(writer, "categories", row.Categories);
        writer.WriteEndObject();
    }

    private static void WriteAggregatedResource(Utf8JsonWriter writer, ResourceRow row, IEnumerable<ResourceRow> subresources)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", row.Resource);
        WriteResponseKind(writer, row);
        writer.WriteString("scope", row.IsNamespaced ? "Namespaced" : "Cluster");
        writer.WriteString("singularResource", row.Singular);
        WriteList(writer, "verbs", row.Verbs);
        if (row.ShortNames.Count > 0) WriteList(writer, "shortNames", row.ShortNames);
        if (row.Categories.Count > 0) WriteList(writer, "categories", row.Categories);
        var startsList = true;
        foreach (var subresource in subresources)
        {
            if (startsList) writer.WriteStartArray("subresources");
            startsList = false;
            writer.WriteStartObject();
            writer.WriteString("subresource", subresource.Subresource);
            WriteResponseKind(writer, subresource);
            WriteList(writer, "verbs", subresource.Verbs);
            writer.WriteEndObject();
        }
        if (!startsList) writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResponseKind(Utf8JsonWriter writer, ResourceRow row)
    {
        var slash = row.KindGroupVersion?.IndexOf('/') ?? -1;
        writer.WriteStartObject("responseKind");
        writer.WriteString("group", slash < 0 ? row.Group : row.KindGroupVersion![..slash]);
        writer.WriteString("version", slash < 0 ? row.Version : row.KindGroupVersion![(slash + 1)..]);
        writer.WriteString("kind", row.Kind);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private IEnumerable<string> Groups() => rows.Select(row => row.Group).Distinct().OrderBy(group => Array.IndexOf(GroupOrder, group) is >= 0 and var index ? index : int.MaxValue);

    /// <summary>The versions of a group, the preferred one first.</summary>
    private IEnumerable<string> Versions(string group) => rows.Where(row => row.Group == group).Select(row => row.Version).Distinct().OrderByDescending(version => version, StringComparer.Ordinal);

    private void WriteGroup(Utf8JsonWriter writer, string group)
    {
        writer.WriteString("name", group);
        writer.WriteStartArray("versions");
        foreach (var version in Versions(group)) WriteVersion(writer, group, version);
        writer.WriteEndArray();
        writer.WritePropertyName("preferredVersion");
        WriteVersion(writer, group, Versions(group).First());
    }

    private static void WriteVersion(Utf8JsonWriter writer, string group, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("groupVersion", GroupVersion(group, version));
        writer.WriteString("version", version);
        writer.WriteEndObject();
    }

    private void WriteAggregatedGroup(Utf8JsonWriter writer, string group)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        if (group.Length > 0) writer.WriteString("name", group);
        writer.WriteNull("creationTimestamp");
        writer.WriteEndObject();
        writer.WriteStartArray("versions");
        foreach (var version in Versions(group))
        {
            writer.WriteStartObject();
            writer.WriteString("version", version);
            writer.WriteStartArray("resources");
            var all = rows.Where(row => row.Group == group && row.Version == version).ToLookup(row => row.Resource);
            foreach (var resource in all)
            {
                if (resource.FirstOrDefault(row => row.Subresource.Length == 0) is { } own)
                    WriteAggregatedResource(writer, own, resource.Where(row => row.Subresource.Length > 0));
            }
            writer.WriteEndArray();
            writer.WriteString("freshness", "Current");
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
