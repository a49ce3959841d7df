using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.CustomResources;

/// <summary>The conditions of a CustomResourceDefinition.</summary>
internal static class DefinitionConditions
{
    public const string NamesAccepted = "NamesAccepted";
    public const string Established = "Established";
    public const string Terminating = "Terminating";
    public const string ApprovalConformant = "KubernetesAPIApprovalPolicyConformant";

    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Find(JsonObject definition, string type) =>
        definition.Object("status").Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>True where a condition is.</summary>
    public static bool IsTrue(JsonObject definition, string type) => Find(definition, type).Text("status") == "True";

    /// <summary>Sets a condition; its time tells when the status changed last.</summary>
    public static void Set(JsonObject definition, string type, bool status, string reason, string message, DateTimeOffset now)
    {
        var text = status ? "True" : "False";
        if (Find(definition, type) is not { } condition)
        {
            var all = definition.ObjectOrNew("status");
            if (all["conditions"] is not JsonArray list) all["conditions"] = list = [];
            list.Add((JsonNode)new JsonObject { ["lastTransitionTime"] = Timestamps.Format(now), ["message"] = message, ["reason"] = reason, ["status"] = text, ["type"] = type });
            return;
        }
        if (condition.Text("status") != text) condition["lastTransitionTime"] = Timestamps.Format(now);
        if (condition.Text("status") != text) condition["status"] = text;
        if (condition.Text("reason") != reason) condition["reason"] = reason;
        if (condition.Text("message") != message) condition["message"] = message;
    }

    /// <summary>Drops a condition.</summary>
    public static void Remove(JsonObject definition, string type)
    {
        if (Find(definition, type) is { } condition) definition.Object("status")!.Array("conditions")!.Remove(condition);
    }
}
