using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Core;

/// <summary>Carries what was allocated for a service over an update that leaves it out, and drops what its new type has no use for.</summary>
internal static class ServiceAllocations
{
    internal static void Carry(JsonObject spec, JsonObject old)
    {
        NormalizeClusterIPs(spec, old);
        if (NeedsClusterIP(spec) && NeedsClusterIP(old)) CarryClusterIP(spec, old);
        if (NeedsNodePort(spec) && NeedsNodePort(old)) CarryNodePorts(spec, old);
        if (NeedsHealthPort(spec) && NeedsHealthPort(old) && spec["healthCheckNodePort"].IsZero()) Copy(spec, old, "healthCheckNodePort");
        DropUnused(spec, old);
    }

    /// <summary>Brings the one cluster IP and the list of them together where the user changed only one of the two.</summary>
    private static void NormalizeClusterIPs(JsonObject spec, JsonObject old)
    {
        var address = spec.Text("clusterIP");
        var isListUnchanged = JsonNode.DeepEquals(spec["clusterIPs"], old["clusterIPs"]);
        if (address == old.Text("clusterIP"))
        {
            if (spec.IsEmpty("clusterIPs") && !old.IsEmpty("clusterIPs") && address.Length > 0 && NeedsClusterIP(spec)) Copy(spec, old, "clusterIPs");
            return;
        }
        if (address.Length == 0 && isListUnchanged) spec.Remove("clusterIPs");
        else if (address.Length > 0 && (isListUnchanged || spec.IsEmpty("clusterIPs"))) spec["clusterIPs"] = new JsonArray(address);
    }

    private static void CarryClusterIP(JsonObject spec, JsonObject old)
    {
        if (spec.Text("clusterIP").Length == 0) Copy(spec, old, "clusterIP");
        if (spec.IsEmpty("clusterIPs") && spec.Text("clusterIP") == old.Text("clusterIP")) Copy(spec, old, "clusterIPs");
    }

    private static void CarryNodePorts(JsonObject spec, JsonObject old)
    {
        var allocated = old.Objects("ports")
            .Where(port => !port["nodePort"].IsZero())
            .ToLookup(port => (port.Text("protocol"), port.Integer("port")), port => port.Integer("nodePort")!.Value);
        var taken = spec.Objects("ports").Select(port => port.Integer("nodePort") ?? 0).Where(number => number != 0).ToHashSet();
        foreach (var port in spec.Objects("ports"))
        {
            if (!port["nodePort"].IsZero()) continue;
            var number = allocated[(port.Text("protocol"), port.Integer("port"))].FirstOrDefault();
            if (number != 0 && taken.Add(number)) port["nodePort"] = number;
        }
    }

    private static void DropUnused(JsonObject spec, JsonObject old)
    {
        if (NeedsClusterIP(old) && !NeedsClusterIP(spec)) DropUnchanged(spec, old, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        if (NeedsNodePort(old) && !NeedsNodePort(spec)) DropNodePorts(spec, old);
        if (NeedsHealthPort(old) && !NeedsHealthPort(spec)) DropUnchanged(spec, old, "healthCheckNodePort");
        var wasBalanced = old.Text("type") == "LoadBalancer";
        if (wasBalanced && spec.Text("type") != "LoadBalancer") DropUnchanged(spec, old, "allocateLoadBalancerNodePorts", "loadBalancerClass");
        if (IsExternal(old) && !IsExternal(spec)) DropUnchanged(spec, old, "externalTrafficPolicy");
        if (spec.Text("type") == "ExternalName" && old.Text("type") != "ExternalName") DropUnchanged(spec, old, "internalTrafficPolicy");
    }

    private static void DropNodePorts(JsonObject spec, JsonObject old)
    {
        var before = old.Objects("ports").Select(port => port.Integer("nodePort")).ToHashSet();
        if (!spec.Objects("ports").All(port => before.Contains(port.Integer("nodePort")))) return;
        foreach (var port in spec.Objects("ports")) port.Remove("nodePort");
    }

    private static void DropUnchanged(JsonObject spec, JsonObject old, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (JsonNode.DeepEquals(spec[field], old[field])) spec.Remove(field);
        }
    }

    private static void Copy(JsonObject spec, JsonObject old, string field)
    {
        if (old[field] is { } node) spec[field] = node.DeepClone();
    }

    private static bool NeedsClusterIP(JsonObject spec) => spec.Text("type") is not "ExternalName";

    private static bool NeedsNodePort(JsonObject spec) =>
        spec.Text("type") is "NodePort" || (spec.Text("type") is "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts") != false);

    private static bool NeedsHealthPort(JsonObject spec) => spec.Text("type") is "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";

    private static bool IsExternal(JsonObject spec) => spec.Text("type") is "NodePort" or "LoadBalancer" || !spec.IsEmpty("externalIPs");
}
