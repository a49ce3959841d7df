using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of network policies.</summary>
internal static class NetworkPolicyDefaults
{
    private static readonly string[] Directions = ["ingress", "egress"];

    internal static void Apply(JsonObject policy)
    {
        var spec = policy.ObjectOrNew("spec");
        foreach (var direction in Directions)
        {
            foreach (var port in spec.Objects(direction).SelectMany(rule => rule.Objects("ports"))) port.DefaultTo("protocol", "TCP");
        }
        if (!spec.IsEmpty("policyTypes")) return;
        spec["policyTypes"] = spec.IsEmpty("egress") ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress");
    }
}
