using System.Text.Json.Nodes;
using Kite.Api.Apply;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Registry;

/// <summary>Keeps <c>metadata.managedFields</c>: who owns which field.</summary>
internal sealed class FieldOwnership(FieldManagement fields, TimeProvider time)
{
    /// <summary>Records the fields that an ordinary write sets or changes.</summary>
    /// <param name="write">The write.</param>
    /// <param name="value">The object about to be stored.</param>
    /// <param name="old">The object as stored; null for a create.</param>
    public void OnWrite(WriteContext write, JsonObject value, JsonObject? old) => fields.AfterUpdate(old, value, Operation(write));

    /// <summary>Merges an applied configuration into the object as stored, or makes a new one of it.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">Others own what would change (<c>Conflict</c>).</exception>
    public JsonObject Apply(WriteContext write, JsonObject applied, JsonObject? live) => fields.Apply(live, applied, Operation(write), write.Options.Force);

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
        return SameOwners(metadata.Objects("managedFields").ToList(), old.Objects("managedFields").ToList());
    }

    private static bool SameOwners(List<JsonObject> owners, List<JsonObject> old)
    {
        if (owners.Count != old.Count) return false;
        for (var i = 0; i < owners.Count; i++)
        {
            foreach (var field in new[] { "manager", "operation", "subresource", "apiVersion", "fieldsV1" })
            {
                if (!JsonNode.DeepEquals(owners[i][field], old[i][field])) return false;
            }
        }
        return true;
    }

    private FieldOperation Operation(WriteContext write) => new()
    {
        Type = write.Served.Definition.Type,
        ApiVersion = write.Resource.ApiVersion,
        Manager = write.Options.FieldManager,
        Subresource = write.Subresource,
        HasStatusSubresource = write.Served.Definition.HasStatus,
        Now = time.GetUtcNow(),
    };
}
