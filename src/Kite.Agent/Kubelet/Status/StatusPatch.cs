using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Models;

namespace Kite.Agent.Kubelet.Status;

/// <summary>The smallest patch of a status: the fields at its top that differ, whole.</summary>
internal static class StatusPatch
{
    private const string Directive = "$patch";
    private const string Conditions = "conditions";
    private static readonly string[] Addresses = ["podIPs", "hostIPs"];

    /// <summary>The patch that turns one status into another, or null where they are the same. Conditions that neither names are left alone.</summary>
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
            if (!JsonNode.DeepEquals(value, before[name])) changes[name] = Change(name, before[name], value);
        foreach (var (name, _) in before)
            if (!after.ContainsKey(name)) changes[name] = null;
        if (changes.Count == 0) return null;
        return Patch.Strategic(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid }, ["status"] = changes }.ToJsonString());
    }

    private static JsonNode? Change(string name, JsonNode? before, JsonNode? after)
    {
        var change = after?.DeepClone();
        if (change is not JsonArray list) return change;
        if (name == Conditions) return Merged(before as JsonArray ?? [], list);
        // The server would keep old addresses beside the new ones.
        if (Addresses.Contains(name)) list.Add((JsonNode)new JsonObject { [Directive] = "replace" });
        return list;
    }

    /// <summary>The server merges conditions by their type: what is no longer said has to be taken back.</summary>
    private static JsonArray Merged(JsonArray before, JsonArray after)
    {
        var known = after.OfType<JsonObject>().ToDictionary(condition => (string)condition["type"]!);
        foreach (var old in before.OfType<JsonObject>())
        {
            var type = (string)old["type"]!;
            if (!known.TryGetValue(type, out var condition))
            {
                after.Add((JsonNode)new JsonObject { [Directive] = "delete", ["type"] = type });
                continue;
            }
            foreach (var (field, _) in old)
                if (!condition.ContainsKey(field)) condition[field] = null;
        }
        return after;
    }
}
