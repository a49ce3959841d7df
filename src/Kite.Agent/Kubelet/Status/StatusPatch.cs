using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Models;

namespace Kite.Agent.Kubelet.Status;

/// <summary>The smallest patch of a status: the fields at its top that differ, whole.</summary>
internal static class StatusPatch
{
    /// <summary>The patch that turns one status into another, or null where they are the same.</summary>
    /// <param name="from">The status that the API has.</param>
    /// <param name="to">The status that it should have.</param>
    /// <param name="uid">The object that is meant; the server refuses to patch another one of the same name.</param>
    public static Patch? Between<T>(T from, T to, string uid)
        where T : class, IApiModel<T>
    {
        var before = (JsonObject)JsonNode.Parse(ModelJson.ToUtf8(from))!;
        var after = (JsonObject)JsonNode.Parse(ModelJson.ToUtf8(to))!;
        var changes = new JsonObject();
        foreach (var (name, value) in after)
            if (!JsonNode.DeepEquals(value, before[name])) changes[name] = value?.DeepClone();
        foreach (var (name, _) in before)
            if (!after.ContainsKey(name)) changes[name] = null;
        if (changes.Count == 0) return null;
        return Patch.Strategic(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid }, ["status"] = changes }.ToJsonString());
    }
}
