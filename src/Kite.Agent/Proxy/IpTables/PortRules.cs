using System.Globalization;
using Kite.Agent.Network.IpTables;

namespace Kite.Agent.Proxy.IpTables;

/// <summary>Writes the rules of one Service port.</summary>
internal sealed class PortRules(ProxiedPort port, string clusterCidr, bool masqueradeAll, TableRules filter, TableRules nat)
{
    private readonly string cluster = ProxyChains.Cluster(port);
    private readonly string local = ProxyChains.Local(port);
    private readonly string external = ProxyChains.ExternalOf(port);

    private bool UsesCluster => port.ClusterEndpoints.Count > 0 && (!port.InternalLocal || port.HasExternal);

    private bool UsesLocal => port.LocalEndpoints.Count > 0 && (port.InternalLocal || (port.ExternalLocal && port.HasExternal));

    public void Write()
    {
        WriteClusterIPs();
        if (port.HasExternal)
        {
            WriteExternalAddresses();
            WriteLoadBalancer();
            WriteNodePort();
            if (port.HasEndpoints) WriteExternalChain();
        }
        if (UsesCluster) WriteBalancing(cluster, port.ClusterEndpoints);
        if (UsesLocal) WriteBalancing(local, port.LocalEndpoints);
        WriteEndpoints();
    }

    private void WriteClusterIPs()
    {
        var chain = port.InternalLocal ? local : cluster;
        foreach (var address in port.ClusterIPs)
        {
            if (port.InternalEndpoints.Count == 0)
            {
                filter.Add(ProxyChains.Services, $"{To(address, port.Port)} {Comment(MissingReason(port.InternalLocal))} {Refusal(port.InternalLocal)}");
                continue;
            }
            nat.Add(ProxyChains.Services, $"{To(address, port.Port)} {Comment("cluster IP")} -j {chain}");
            var fromElsewhere = masqueradeAll ? "" : $"! -s {clusterCidr} ";
            nat.Add(chain, $"{fromElsewhere}{To(address, port.Port)} -j {ProxyChains.MarkMasquerade}");
        }
    }

    private void WriteExternalAddresses()
    {
        foreach (var address in port.ExternalIPs)
        {
            if (port.HasEndpoints) nat.Add(ProxyChains.Services, $"{To(address, port.Port)} {Comment("external IP")} -j {external}");
            RefuseExternal(To(address, port.Port));
        }
    }

    private void WriteLoadBalancer()
    {
        var isOpen = port.LoadBalancerSourceRanges.Count == 0;
        var firewall = ProxyChains.FirewallOf(port);
        foreach (var address in port.LoadBalancerIPs)
        {
            if (port.HasEndpoints) nat.Add(ProxyChains.Services, $"{To(address, port.Port)} {Comment("loadbalancer IP")} -j {(isOpen ? external : firewall)}");
            if (!isOpen) filter.Add(ProxyChains.SourceRanges, $"{To(address, port.Port)} {Comment("traffic not accepted")} -j DROP");
            RefuseExternal(To(address, port.Port));
        }
        if (isOpen || port.LoadBalancerIPs.Count == 0 || !port.HasEndpoints) return;
        foreach (var range in port.LoadBalancerSourceRanges) nat.Add(firewall, $"-s {range} -j {external}");
    }

    private void WriteNodePort()
    {
        if (port.NodePort == 0) return;
        var match = $"-p {port.Protocol} -m {port.Protocol} --dport {port.NodePort}";
        if (port.HasEndpoints) nat.Add(ProxyChains.NodePorts, $"{match} {Comment("node port")} -j {external}");
        RefuseExternal($"-m addrtype --dst-type LOCAL {match}");
    }

    private void RefuseExternal(string match)
    {
        if (port.ExternalEndpoints.Count == 0) filter.Add(ProxyChains.External, $"{match} {Comment(MissingReason(port.ExternalLocal))} {Refusal(port.ExternalLocal)}");
    }

    private void WriteExternalChain()
    {
        nat.Chain(external);
        if (!port.ExternalLocal)
        {
            nat.Add(external, $"-j {ProxyChains.MarkMasquerade}").Add(external, $"-j {cluster}");
            return;
        }
        // Pods and the node itself see no load balancer that would choose a node with endpoints for them: they get any endpoint.
        if (port.ClusterEndpoints.Count > 0)
        {
            nat.Add(external, $"-s {clusterCidr} -j {cluster}")
                .Add(external, $"-m addrtype --src-type LOCAL -j {ProxyChains.MarkMasquerade}")
                .Add(external, $"-m addrtype --src-type LOCAL -j {cluster}");
        }
        if (port.LocalEndpoints.Count > 0) nat.Add(external, $"-j {local}");
    }

    private void WriteBalancing(string chain, IReadOnlyList<ProxiedEndpoint> endpoints)
    {
        nat.Chain(chain);
        if (port.AffinitySeconds > 0)
        {
            foreach (var endpoint in endpoints)
            {
                var target = ProxyChains.Endpoint(port, endpoint);
                nat.Add(chain, $"-m recent --name {target} --rcheck --seconds {port.AffinitySeconds} --reap -j {target}");
            }
        }
        for (var i = 0; i < endpoints.Count; i++)
        {
            var left = endpoints.Count - i;
            var chance = left == 1 ? "" : $"-m statistic --mode random --probability {(1.0 / left).ToString("0.0000000000", CultureInfo.InvariantCulture)} ";
            nat.Add(chain, $"{chance}{Comment($"-> {endpoints[i]}")} -j {ProxyChains.Endpoint(port, endpoints[i])}");
        }
    }

    private void WriteEndpoints()
    {
        IEnumerable<ProxiedEndpoint> used = UsesCluster ? port.ClusterEndpoints : [];
        if (UsesLocal) used = used.Union(port.LocalEndpoints);
        foreach (var endpoint in used)
        {
            var chain = ProxyChains.Endpoint(port, endpoint);
            // A pod that reaches itself through its Service must see an address it answers by way of the node.
            nat.Add(chain, $"-s {endpoint.Address}/32 -j {ProxyChains.MarkMasquerade}");
            var remember = port.AffinitySeconds > 0 ? $"-m recent --name {chain} --set " : "";
            nat.Add(chain, $"-p {port.Protocol} {remember}-m {port.Protocol} -j DNAT --to-destination {endpoint}");
        }
    }

    private string To(string address, int number) => $"-d {address}/32 -p {port.Protocol} -m {port.Protocol} --dport {number}";

    private string Comment(string text) => $"-m comment --comment \"{port.Name} {text}\"";

    private string MissingReason(bool isLocal) => isLocal && port.HasEndpoints ? "has no local endpoints" : "has no endpoints";

    private string Refusal(bool isLocal) => isLocal && port.HasEndpoints ? "-j DROP" : "-j REJECT --reject-with icmp-port-unreachable";
}
