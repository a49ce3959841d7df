using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Registry;

/// <summary>The finalizers by which the garbage collector takes part in a deletion.</summary>
internal static class DeletionFinalizers
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

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
