using Kite.Agent.Network.IpTables;

namespace Kite.Agent.Proxy.IpTables;

/// <summary>Computes the packet rules of the service proxy. Pure: the same ports give the same rules, to the byte.</summary>
internal static class ProxyRules
{
    /// <summary>The bit of the packet mark that asks for masquerading; kube-proxy's own.</summary>
    public const string Mark = "0x4000";

    private const string New = "-m conntrack --ctstate NEW";

    /// <param name="ports">What to proxy, in order.</param>
    /// <param name="clusterCidr">All pods' addresses.</param>
    /// <param name="masqueradeAll">True where replies between pods of one node bypass the tables (no br_netfilter), so that all proxied traffic must be masqueraded.</param>
    public static RuleSet Compute(IReadOnlyList<ProxiedPort> ports, string clusterCidr, bool masqueradeAll)
    {
        var filter = Filter();
        var nat = Nat();
        foreach (var port in ports)
        {
            new PortRules(port, clusterCidr, masqueradeAll, filter, nat).Write();
        }
        // Last, so that a Service address which is also an address of the node is found first.
        nat.Add(ProxyChains.Services, $"-m addrtype --dst-type LOCAL -j {ProxyChains.NodePorts}");
        return new RuleSet("proxy", 0, ChainNames.IsProxys, filter, nat);
    }

    private static TableRules Filter() => new TableRules("filter")
        .Hook("INPUT", ProxyChains.LocalNet)
        .Hook("INPUT", ProxyChains.SourceRanges, New)
        .Hook("INPUT", ProxyChains.External, New)
        .Hook("FORWARD", ProxyChains.SourceRanges, New)
        .Hook("FORWARD", ProxyChains.Services, New)
        .Hook("FORWARD", ProxyChains.External, New)
        .Hook("FORWARD", ProxyChains.Forward)
        .Hook("OUTPUT", ProxyChains.SourceRanges, New)
        .Hook("OUTPUT", ProxyChains.Services, New)
        .Add(ProxyChains.LocalNet, "! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP")
        .Add(ProxyChains.Forward, "-m conntrack --ctstate INVALID -j DROP")
        .Add(ProxyChains.Forward, $"-m mark --mark {Mark}/{Mark} -j ACCEPT")
        .Add(ProxyChains.Forward, "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");

    private static TableRules Nat() => new TableRules("nat")
        .Hook("PREROUTING", ProxyChains.Services)
        .Hook("OUTPUT", ProxyChains.Services)
        .Hook("POSTROUTING", ProxyChains.PostRouting)
        .Chain(ProxyChains.NodePorts)
        .Add(ProxyChains.MarkMasquerade, $"-j MARK --set-xmark {Mark}/{Mark}")
        .Add(ProxyChains.PostRouting, $"-m mark ! --mark {Mark}/{Mark} -j RETURN")
        .Add(ProxyChains.PostRouting, $"-j MARK --set-xmark {Mark}/0x0")
        .Add(ProxyChains.PostRouting, "-j MASQUERADE --random-fully");
}
