using Kite.Agent.Network.IpTables;
using Kite.Agent.Proxy;
using Kite.Agent.Proxy.IpTables;

namespace Kite.UnitTests.Agent.Proxy;

public sealed class ProxyRulesTests
{
    private const string Tcp80 = "-p tcp -m tcp --dport 80";

    [Test]
    public void A_cluster_IP_is_balanced_over_all_endpoints_with_equal_chances()
    {
        var port = ProxiedPortSamples.Web with { ClusterEndpoints = [ProxiedPortSamples.Here, ProxiedPortSamples.There, new("10.42.2.7", 8080, false)] };

        var rules = Compute(port);

        var chain = ProxyChains.Cluster(port);
        Assert.That(rules.Nat.Chains["KITE-SERVICES"], Has.Member($"-d 10.43.0.20/32 {Tcp80} -m comment --comment \"default/web:http cluster IP\" -j {chain}"));
        Assert.That(rules.Nat.Chains[chain], Is.EqualTo(new[]
        {
            $"! -s 10.42.0.0/16 -d 10.43.0.20/32 {Tcp80} -j KITE-MARK-MASQ",
            $"-m statistic --mode random --probability 0.3333333333 -m comment --comment \"default/web:http -> 10.42.0.5:8080\" -j {Sep(port, 0)}",
            $"-m statistic --mode random --probability 0.5000000000 -m comment --comment \"default/web:http -> 10.42.1.6:8080\" -j {Sep(port, 1)}",
            $"-m comment --comment \"default/web:http -> 10.42.2.7:8080\" -j {Sep(port, 2)}",
        }));
    }

    [Test]
    public void An_endpoint_is_masqueraded_when_it_reaches_itself()
    {
        Assert.That(Compute(ProxiedPortSamples.Web).Nat.Chains[Sep(ProxiedPortSamples.Web, 0)], Is.EqualTo(new[]
        {
            "-s 10.42.0.5/32 -j KITE-MARK-MASQ",
            "-p tcp -m tcp -j DNAT --to-destination 10.42.0.5:8080",
        }));
    }

    [Test]
    public void Session_affinity_looks_for_the_clients_last_endpoint_before_it_balances()
    {
        var port = ProxiedPortSamples.Web with { AffinitySeconds = 60 };

        var rules = Compute(port).Nat.Chains;

        Assert.That(rules[ProxyChains.Cluster(port)].Skip(1).Take(2), Is.EqualTo(new[]
        {
            $"-m recent --name {Sep(port, 0)} --rcheck --seconds 60 --reap -j {Sep(port, 0)}",
            $"-m recent --name {Sep(port, 1)} --rcheck --seconds 60 --reap -j {Sep(port, 1)}",
        }));
        Assert.That(rules[Sep(port, 0)], Has.Member($"-p tcp -m recent --name {Sep(port, 0)} --set -m tcp -j DNAT --to-destination 10.42.0.5:8080"));
    }

    [Test]
    public void A_service_without_endpoints_refuses_on_every_address()
    {
        var port = (ProxiedPortSamples.Web with { NodePort = 30080, ExternalIPs = ["203.0.113.9"] }).Without();

        var rules = Compute(port);

        const string reason = "-m comment --comment \"default/web:http has no endpoints\" -j REJECT --reject-with icmp-port-unreachable";
        Assert.That(rules.Filter.Chains["KITE-SERVICES"], Is.EqualTo(new[] { $"-d 10.43.0.20/32 {Tcp80} {reason}" }));
        Assert.That(rules.Filter.Chains["KITE-EXTERNAL"], Is.EqualTo(new[]
        {
            $"-d 203.0.113.9/32 {Tcp80} {reason}",
            $"-m addrtype --dst-type LOCAL -p tcp -m tcp --dport 30080 {reason}",
        }));
        Assert.That(rules.Nat.Chains["KITE-SERVICES"], Is.EqualTo(new[] { "-m addrtype --dst-type LOCAL -j KITE-NODEPORTS" }));
        Assert.That(rules.Nat.Chains["KITE-NODEPORTS"], Is.Empty);
    }

    [Test]
    public void A_node_port_masquerades_what_it_sends_on()
    {
        var port = ProxiedPortSamples.Web with { NodePort = 30080 };

        var rules = Compute(port).Nat.Chains;

        Assert.That(rules["KITE-NODEPORTS"], Is.EqualTo(new[] { $"-p tcp -m tcp --dport 30080 -m comment --comment \"default/web:http node port\" -j {ProxyChains.ExternalOf(port)}" }));
        Assert.That(rules[ProxyChains.ExternalOf(port)], Is.EqualTo(new[] { "-j KITE-MARK-MASQ", $"-j {ProxyChains.Cluster(port)}" }));
    }

    [Test]
    public void External_traffic_of_policy_Local_keeps_its_source_and_stays_on_the_node()
    {
        var port = ProxiedPortSamples.Web with { NodePort = 30080, ExternalLocal = true };

        var rules = Compute(port).Nat.Chains;

        Assert.That(rules[ProxyChains.ExternalOf(port)], Is.EqualTo(new[]
        {
            $"-s 10.42.0.0/16 -j {ProxyChains.Cluster(port)}",
            "-m addrtype --src-type LOCAL -j KITE-MARK-MASQ",
            $"-m addrtype --src-type LOCAL -j {ProxyChains.Cluster(port)}",
            $"-j {ProxyChains.Local(port)}",
        }));
        Assert.That(rules[ProxyChains.Local(port)], Has.Count.EqualTo(1).And.One.Contains("10.42.0.5:8080"));
    }

    [Test]
    public void Policy_Local_without_local_endpoints_drops_what_other_nodes_could_serve()
    {
        var port = ProxiedPortSamples.Web with { NodePort = 30080, ExternalLocal = true, InternalLocal = true, LocalEndpoints = [] };

        var rules = Compute(port);

        Assert.That(rules.Filter.Chains["KITE-SERVICES"], Is.EqualTo(new[] { $"-d 10.43.0.20/32 {Tcp80} -m comment --comment \"default/web:http has no local endpoints\" -j DROP" }));
        Assert.That(rules.Filter.Chains["KITE-EXTERNAL"], Has.One.EndsWith("-j DROP"));
        Assert.That(rules.Nat.Chains[ProxyChains.ExternalOf(port)], Has.None.Contains(ProxyChains.Local(port)));
    }

    [Test]
    public void Load_balancer_source_ranges_let_only_them_in()
    {
        var port = ProxiedPortSamples.Web with { LoadBalancerIPs = ["203.0.113.9"], LoadBalancerSourceRanges = ["198.51.100.0/24"] };

        var rules = Compute(port);

        Assert.That(rules.Nat.Chains["KITE-SERVICES"], Has.One.EndsWith($"-j {ProxyChains.FirewallOf(port)}"));
        Assert.That(rules.Nat.Chains[ProxyChains.FirewallOf(port)], Is.EqualTo(new[] { $"-s 198.51.100.0/24 -j {ProxyChains.ExternalOf(port)}" }));
        Assert.That(rules.Filter.Chains["KITE-SOURCES"], Has.One.StartsWith($"-d 203.0.113.9/32 {Tcp80}").And.One.EndsWith("-j DROP"));
    }

    [Test]
    public void Without_bridge_filtering_all_traffic_to_a_cluster_IP_is_masqueraded()
    {
        var rules = ProxyRules.Compute([ProxiedPortSamples.Web], "10.42.0.0/16", masqueradeAll: true);

        Assert.That(rules.Nat.Chains[ProxyChains.Cluster(ProxiedPortSamples.Web)][0], Is.EqualTo($"-d 10.43.0.20/32 {Tcp80} -j KITE-MARK-MASQ"));
    }

    [Test]
    public void No_chain_name_exceeds_what_iptables_allows()
    {
        var port = ProxiedPortSamples.Web with { NodePort = 1, ExternalLocal = true, InternalLocal = true, LoadBalancerIPs = ["203.0.113.9"], LoadBalancerSourceRanges = ["198.51.100.0/24"] };

        Assert.That(Compute(port).Nat.Chains.Keys, Has.All.Length.LessThanOrEqualTo(28));
    }

    [Test]
    public void Every_jump_goes_to_a_chain_that_is_declared([Values] bool externalLocal, [Values] bool internalLocal, [Values(0, 1, 2)] int endpoints, [Values] bool hasExternal)
    {
        ProxiedEndpoint[] all = [ProxiedPortSamples.There, ProxiedPortSamples.Here];
        var port = ProxiedPortSamples.Web with
        {
            ExternalLocal = externalLocal,
            InternalLocal = internalLocal,
            ClusterEndpoints = all[..endpoints],
            LocalEndpoints = all[..endpoints].Where(endpoint => endpoint.IsLocal).ToArray(),
            NodePort = hasExternal ? 30080 : 0,
            LoadBalancerIPs = hasExternal ? ["203.0.113.9"] : [],
        };

        var rules = Compute(port);

        foreach (var table in rules.Tables)
        {
            var jumps = table.Chains.Values.SelectMany(chain => chain).Select(SavedTable.JumpTarget).Where(target => target.StartsWith("KITE-", StringComparison.Ordinal)).Distinct();
            Assert.That(jumps, Is.SubsetOf(table.Chains.Keys));
        }
    }

    private static RuleSet Compute(params ProxiedPort[] ports) => ProxyRules.Compute(ports, "10.42.0.0/16", masqueradeAll: false);

    private static string Sep(ProxiedPort port, int index) => ProxyChains.Endpoint(port, port.ClusterEndpoints[index]);
}
