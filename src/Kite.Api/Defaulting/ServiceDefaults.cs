using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of a service that don't depend on what is allocated elsewhere; cluster IPs and node ports aren't set here.</summary>
internal static class ServiceDefaults
{
    private const long AffinitySeconds = 10800;

    internal static void Apply(JsonObject service)
    {
        var spec = service.ObjectOrNew("spec");
        spec.DefaultTo("type", "ClusterIP");
        spec.DefaultTo("sessionAffinity", "None");
        ApplyAffinity(spec);
        foreach (var port in spec.Objects("ports")) ApplyPort(port);
        var type = spec.Text("type");
        var isExternal = type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && !spec.IsEmpty("externalIPs"));
        if (isExternal) spec.DefaultTo("externalTrafficPolicy", "Cluster");
        if (type is not "ExternalName") spec.DefaultTo("internalTrafficPolicy", "Cluster");
        if (type is "LoadBalancer") ApplyLoadBalancer(service, spec);
    }

    private static void ApplyAffinity(JsonObject spec)
    {
        if (spec.Text("sessionAffinity") == "None") spec.Remove("sessionAffinityConfig");
        else if (spec.Text("sessionAffinity") == "ClientIP" && spec.Object("sessionAffinityConfig").Object("clientIP").Integer("timeoutSeconds") is null)
            spec["sessionAffinityConfig"] = new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = AffinitySeconds } };
    }

    private static void ApplyPort(JsonObject port)
    {
        port.DefaultTo("protocol", "TCP");
        if (port["targetPort"].IsZero() && port.Integer("port") is { } number) port["targetPort"] = number;
    }

    private static void ApplyLoadBalancer(JsonObject service, JsonObject spec)
    {
        spec.DefaultTo("allocateLoadBalancerNodePorts", true);
        foreach (var ingress in service.Object("status").Object("loadBalancer").Objects("ingress"))
        {
            if (ingress.Text("ip").Length > 0) ingress.DefaultTo("ipMode", "VIP");
        }
    }
}
