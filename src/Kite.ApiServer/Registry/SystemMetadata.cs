using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry;

/// <summary>The metadata that belongs to the server, whatever a client sends.</summary>
internal static class SystemMetadata
{
    /// <summary>What only the server sets.</summary>
    public static readonly string[] SetByServer = ["resourceVersion", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    private static readonly string[] KeptOnUpdate = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "namespace", "name", "generateName"];

    /// <summary>Puts back what an update can't change.</summary>
    public static void Restore(JsonObject value, JsonObject old)
    {
        var metadata = value.Metadata();
        var before = old.Metadata();
        metadata.Remove("selfLink");
        foreach (var field in KeptOnUpdate)
        {
            if (before[field] is not { } node) metadata.Remove(field);
            else if (!JsonNode.DeepEquals(metadata[field], node)) metadata[field] = node.DeepClone();
        }
    }

    /// <summary>True where nothing keeps a deleted object any more.</summary>
    public static bool IsReadyToGo(JsonObject value, ApiResource resource)
    {
        var metadata = value.Metadata();
        return metadata.ContainsKey("deletionTimestamp")
            && metadata.IsEmpty("finalizers")
            && (metadata.Integer("deletionGracePeriodSeconds") ?? 0) == 0
            && !(IsNamespace(resource) && !value.Object("spec").IsEmpty("finalizers"));
    }

    /// <summary>True for the one kind that has finalizers in its spec as well.</summary>
    public static bool IsNamespace(ApiResource resource) => resource is { Group: "", Plural: "namespaces" };
}
