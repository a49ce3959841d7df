using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry;

/// <summary>Tells the writes that only say "still there" from all others; the store may take its time with them.</summary>
internal static class Heartbeats
{
    /// <summary>True for a Lease renewal by the same holder and for a Node status that differs in heartbeat times alone.</summary>
    public static bool Is(ApiResource resource, JsonObject value, JsonObject old) => resource switch
    {
        { Group: "coordination.k8s.io", Plural: "leases" } => IsRenewal(value, old),
        { Group: "", Plural: "nodes" } => IsNodeHeartbeat(value, old),
        _ => false,
    };

    private static bool IsRenewal(JsonObject value, JsonObject old)
    {
        JsonObject? spec = value.Object("spec"), before = old.Object("spec");
        return spec.Text("renewTime") != before.Text("renewTime")
            && spec.Text("holderIdentity") == before.Text("holderIdentity")
            && spec.Integer("leaseTransitions") == before.Integer("leaseTransitions")
            && spec.Text("acquireTime") == before.Text("acquireTime")
            && SameMetadata(value, old);
    }

    private static bool IsNodeHeartbeat(JsonObject value, JsonObject old)
    {
        if (!SameMetadata(value, old) || !JsonNode.DeepEquals(value["spec"], old["spec"])) return false;
        return JsonNode.DeepEquals(WithoutTimes(value), WithoutTimes(old));
    }

    private static JsonObject? WithoutTimes(JsonObject node)
    {
        var status = node["status"]?.DeepClone() as JsonObject;
        foreach (var condition in status.Objects("conditions")) condition.Remove("lastHeartbeatTime");
        return status;
    }

    private static bool SameMetadata(JsonObject value, JsonObject old)
    {
        JsonObject? metadata = value.Object("metadata"), before = old.Object("metadata");
        return JsonNode.DeepEquals(metadata?["labels"], before?["labels"])
            && JsonNode.DeepEquals(metadata?["annotations"], before?["annotations"])
            && JsonNode.DeepEquals(metadata?["finalizers"], before?["finalizers"])
            && JsonNode.DeepEquals(metadata?["ownerReferences"], before?["ownerReferences"]);
    }
}
