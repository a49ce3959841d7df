using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry;

/// <summary>The finalizers by which the garbage collector takes part in a deletion.</summary>
internal static class DeletionFinalizers
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    /// <summary>True for kinds whose dependents stay where nobody says what becomes of them: they are older than the garbage collector.</summary>
    public static bool Orphans(ApiResource resource) => resource is { Group: "", Plural: "replicationcontrollers" } or { Group: "batch", Plural: "jobs" };

    /// <summary>Sets what a kind's dependents come to where neither the deletion nor the object says it.</summary>
    /// <returns>True where that changed anything.</returns>
    public static bool ApplyDefault(JsonObject metadata, ApiResource resource) =>
        Orphans(resource) && !metadata.Texts("finalizers").Any(name => name is Orphan or Foreground) && Apply(metadata, "Orphan");

    /// <summary>Sets them as a propagation policy asks; without one they stay as they are.</summary>
    /// <returns>True where that changed anything.</returns>
    public static bool Apply(JsonObject metadata, string policy)
    {
        if (policy.Length == 0) return false;
        var before = metadata.Texts("finalizers").ToList();
        var after = before.Where(name => name is not (Orphan or Foreground)).ToList();
        if (policy == "Orphan") after.Add(Orphan);
        else if (policy == "Foreground") after.Add(Foreground);
        if (before.SequenceEqual(after)) return false;
        if (after.Count == 0) metadata.Remove("finalizers");
        else metadata["finalizers"] = new JsonArray([.. after.Select(name => (JsonNode)JsonValue.Create(name))]);
        return true;
    }
}
