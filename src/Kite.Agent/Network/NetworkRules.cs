using Kite.Agent.Network.IpTables;

namespace Kite.Agent.Network;

/// <summary>Computes the pod network's packet rules. Pure.</summary>
internal static class NetworkRules
{
    private const string Forward = "KITE-NET-FORWARD";
    private const string PostRouting = "KITE-NET-POST";

    /// <param name="podCidr">The addresses of this node's pods.</param>
    /// <param name="clusterCidr">All pods' addresses.</param>
    public static RuleSet Compute(string podCidr, string clusterCidr)
    {
        // Docker sets the policy of FORWARD to DROP and lets nothing new into a bridge but published ports.
        var filter = new TableRules("filter")
            .Hook("FORWARD", Forward)
            .Add(Forward, $"-s {clusterCidr} -j ACCEPT")
            .Add(Forward, $"-d {clusterCidr} -j ACCEPT");
        var nat = new TableRules("nat")
            .Hook("POSTROUTING", PostRouting)
            .Add(PostRouting, $"-s {podCidr} -d {clusterCidr} -j RETURN")
            .Add(PostRouting, $"-s {podCidr} ! -d 224.0.0.0/4 -j MASQUERADE --random-fully");
        return new RuleSet("network", 100, ChainNames.IsNetworks, filter, nat);
    }
}
