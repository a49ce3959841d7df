namespace Kite.Agent.Proxy.IpTables;

/// <summary>Finds the connection-tracking entries that would keep UDP clients on endpoints that are gone, or on nothing at all. Pure.</summary>
/// <remarks>TCP notices by itself; a UDP client that keeps sending keeps its entry alive.</remarks>
internal static class StaleFlows
{
    /// <summary>The arguments of <c>conntrack</c>, one list per deletion, for a step from one state of the proxied ports to the next.</summary>
    public static IEnumerable<string[]> Deletions(IReadOnlyList<ProxiedPort> previous, IReadOnlyList<ProxiedPort> next)
    {
        var now = next.Where(port => port.Protocol == "udp").ToDictionary(port => port.Name);
        foreach (var old in previous.Where(port => port.Protocol == "udp"))
        {
            now.TryGetValue(old.Name, out var current);
            var gone = Endpoints(old).Except(current is null ? [] : Endpoints(current)).ToArray();
            foreach (var endpoint in gone)
            {
                foreach (var address in Addresses(old)) yield return ["-D", "-p", "udp", "--orig-dst", address, "--dst-nat", endpoint.Address];
                if (old.NodePort != 0) yield return ["-D", "-p", "udp", "--dport", $"{old.NodePort}", "--dst-nat", endpoint.Address];
            }
        }
        var before = previous.Where(port => port.HasEndpoints).Select(port => (port.Name, port.Protocol)).ToHashSet();
        foreach (var port in now.Values.Where(port => port.HasEndpoints && !before.Contains((port.Name, port.Protocol))))
        {
            foreach (var address in Addresses(port)) yield return ["-D", "-p", "udp", "--orig-dst", address, "--dport", $"{port.Port}"];
            if (port.NodePort != 0) yield return ["-D", "-p", "udp", "--dport", $"{port.NodePort}"];
        }
    }

    private static IEnumerable<ProxiedEndpoint> Endpoints(ProxiedPort port) => port.ClusterEndpoints.Union(port.LocalEndpoints);

    private static IEnumerable<string> Addresses(ProxiedPort port) => port.ClusterIPs.Concat(port.ExternalIPs).Concat(port.LoadBalancerIPs);
}
