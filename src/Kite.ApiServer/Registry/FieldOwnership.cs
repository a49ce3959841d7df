using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Registry;

/// <summary>Keeps <c>metadata.managedFields</c>: who owns which field.</summary>
internal static class FieldOwnership
{
    /// <summary>Records the fields that an ordinary write sets or changes.</summary>
    /// <param name="write">The write.</param>
    /// <param name="value">The object about to be stored.</param>
    /// <param name="old">The object as stored; null for a create.</param>
    public static void OnWrite(WriteContext write, JsonObject value, JsonObject? old)
    {
        var metadata = value.Metadata();
        if (old?.Object("metadata")?["managedFields"] is { } kept && !metadata.ContainsKey("managedFields")) metadata["managedFields"] = kept.DeepClone();
    }

    /// <summary>True where storing the object would change nothing but times of ownership.</summary>
    public static bool IsUnchanged(JsonObject value, JsonObject old)
    {
        if (value.Count != old.Count) return false;
        foreach (var (name, node) in value)
        {
            if (name == "metadata" ? !SameMetadata(value.Metadata(), old.Metadata()) : !JsonNode.DeepEquals(node, old[name])) return false;
        }
        return true;
    }

    private static bool SameMetadata(JsonObject metadata, JsonObject old)
    {
        foreach (var (name, node) in metadata)
        {
            if (name is not ("managedFields" or "resourceVersion") && !JsonNode.DeepEquals(node, old[name])) return false;
        }
        foreach (var (name, _) in old)
        {
            if (name is not ("managedFields" or "resourceVersion") && !metadata.ContainsKey(name)) return false;
        }
        return true;
    }
}
