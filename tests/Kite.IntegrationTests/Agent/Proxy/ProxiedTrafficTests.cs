using Kite.Agent.Network;
using Kite.Agent.Network.IpTables;
using Kite.Agent.Proxy;
using Kite.Agent.Proxy.IpTables;
using Kite.IntegrationTests.Agent.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.IntegrationTests.Agent.Proxy;

/// <summary>Real packets in network namespaces: a node with a bridge, two pods on it, and a host outside.</summary>
[RootOnly]
[NonParallelizable]
[TestFixture("")]
[TestFixture("-legacy")]
public sealed class ProxiedTrafficTests(string variant)
{
    private const string ClusterCidr = "10.99.0.0/16";
    private readonly string site = Directory.CreateTempSubdirectory("kite-test-site").FullName;
    private NetworkNamespace node = null!;
    private NetworkNamespace outside = null!;
    private NetworkNamespace[] pods = [];
    private IpTablesRules rules = null!;

    private static ProxiedPort Web { get; } = new()
    {
        Name = "default/web",
        Namespace = "default",
        Service = "web",
        Protocol = "tcp",
        Port = 80,
        NodePort = 30080,
        ClusterIPs = ["10.98.0.20"],
        ClusterEndpoints = [new("10.99.0.2", 8080, true), new("10.99.0.3", 8080, true)],
        LocalEndpoints = [new("10.99.0.2", 8080, true), new("10.99.0.3", 8080, true)],
    };

    [OneTimeSetUp]
    public async Task BuildTheNode()
    {
        var script = Directory.CreateDirectory(Path.Combine(site, "cgi-bin")).FullName + "/address";
        await File.WriteAllTextAsync(script, "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'; echo $REMOTE_ADDR\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        node = await NetworkNamespace.CreateAsync();
        outside = await NetworkNamespace.CreateAsync();
        pods = [await NetworkNamespace.CreateAsync(), await NetworkNamespace.CreateAsync()];
        node.Instead["iptables-save"] = $"iptables{variant}-save";
        node.Instead["iptables-restore"] = $"iptables{variant}-restore";
        await node.ShellAsync(
            "ip link add kt0 type bridge && ip addr add 10.99.0.1/24 dev kt0 && ip link set kt0 up && sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1 net.bridge.bridge-nf-call-iptables=1");
        for (var i = 0; i < pods.Length; i++) await AttachPodAsync(pods[i], i);
        await node.ShellAsync($"ip link add up0 type veth peer name up0 netns {outside.Name} && ip addr add 192.0.2.1/24 dev up0 && ip link set up0 up && ip route add default via 192.0.2.9");
        await outside.ShellAsync("ip addr add 192.0.2.9/24 dev up0 && ip link set up0 up");
        rules = new IpTablesRules(node, NullLogger<IpTablesRules>.Instance);
        await node.ShellAsync($"iptables{variant} -P FORWARD DROP");
        await rules.ApplyAsync(NetworkRules.Compute("10.99.0.0/24", ClusterCidr), CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task TearTheNodeDown()
    {
        rules.Dispose();
        foreach (var created in pods.Append(outside).Append(node)) await created.DisposeAsync();
        Directory.Delete(site, recursive: true);
    }

    [Test]
    public async Task A_cluster_IP_reaches_every_endpoint_from_the_node_and_from_pods()
    {
        await ProxyAsync(Web);

        Assert.Multiple(async () =>
        {
            Assert.That(await FetchManyAsync(node, "10.98.0.20:80"), Is.EquivalentTo(new[] { "pod0", "pod1" }));
            Assert.That(await FetchManyAsync(pods[0], "10.98.0.20:80"), Is.EquivalentTo(new[] { "pod0", "pod1" }), "a pod reaches itself, too");
        });
    }

    [Test]
    public async Task A_node_port_answers_from_outside_and_on_loopback()
    {
        await ProxyAsync(Web);

        Assert.Multiple(async () =>
        {
            Assert.That(await FetchManyAsync(outside, "192.0.2.1:30080"), Is.EquivalentTo(new[] { "pod0", "pod1" }));
            Assert.That(await FetchManyAsync(node, "127.0.0.1:30080"), Is.EquivalentTo(new[] { "pod0", "pod1" }));
        });
    }

    [Test]
    public async Task Session_affinity_keeps_a_client_on_one_endpoint()
    {
        await ProxyAsync(Web with { AffinitySeconds = 60 });

        Assert.That(await FetchManyAsync(pods[0], "10.98.0.20:80"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Policy_Local_keeps_the_clients_address([Values] bool isLocal)
    {
        await ProxyAsync(Web with { ExternalLocal = isLocal, ClusterEndpoints = [new("10.99.0.2", 8081, true)], LocalEndpoints = [new("10.99.0.2", 8081, true)] });

        Assert.That(await ClientAddressAsync(outside, "192.0.2.1:30080"), Is.EqualTo(isLocal ? "192.0.2.9" : "10.99.0.1"));
    }

    [Test]
    public async Task A_service_without_endpoints_refuses_at_once()
    {
        await ProxyAsync(Web with { ClusterEndpoints = [], LocalEndpoints = [] });

        Assert.Multiple(async () =>
        {
            foreach (var (from, address) in new[] { (node, "10.98.0.20:80"), (pods[0], "10.98.0.20:80"), (outside, "192.0.2.1:30080") })
                Assert.That(await FetchAsync(from, address), Does.Contain("refused"));
        });
    }

    [Test]
    public async Task Pods_reach_outside_with_the_nodes_address()
    {
        await outside.ShellAsync($"busybox httpd -p 7070 -h {site}");

        Assert.That(await ClientAddressAsync(pods[0], "192.0.2.9:7070"), Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public async Task What_somebody_removes_is_put_back_and_what_is_in_place_is_left()
    {
        await ProxyAsync(Web);
        Assert.That(await rules.RestoreAsync(CancellationToken.None), Is.False);
        var before = Normalized(await node.ShellAsync($"iptables{variant}-save"));

        foreach (var damage in new[] { "-t nat -F", "-F FORWARD", "-t nat -F KITE-SERVICES", "-I FORWARD 1 -j DOCKER-USER" })
        {
            await node.ShellAsync($"iptables{variant} -N DOCKER-USER 2>/dev/null; iptables{variant} {damage}");
            Assert.That(await rules.RestoreAsync(CancellationToken.None), Is.True, damage);
            await node.ShellAsync($"iptables{variant} -D FORWARD -j DOCKER-USER 2>/dev/null; iptables{variant} -X DOCKER-USER");
            Assert.That(Normalized(await node.ShellAsync($"iptables{variant}-save")), Is.EqualTo(before), damage);
        }
    }

    [Test]
    public async Task A_change_touches_only_its_own_chains_and_leaves_nothing_behind()
    {
        await ProxyAsync(Web, Web with { Name = "default/other", Service = "other", ClusterIPs = ["10.98.0.21"], NodePort = 0 });

        await ProxyAsync(Web);

        Assert.That(await node.ShellAsync($"iptables{variant}-save"), Does.Not.Contain("default/other").And.Not.Contain("10.98.0.21"));
    }

    [Test]
    public async Task A_new_run_removes_what_an_earlier_one_left()
    {
        await ProxyAsync(Web, Web with { Name = "default/gone", Service = "gone", ClusterIPs = ["10.98.0.22"], NodePort = 0 });
        using var next = new IpTablesRules(node, NullLogger<IpTablesRules>.Instance);

        await next.ApplyAsync(ProxyRules.Compute([Web], ClusterCidr, false), CancellationToken.None);

        var saved = await node.ShellAsync($"iptables{variant}-save");
        Assert.That(saved, Does.Not.Contain("default/gone"));
        Assert.That(saved, Does.Contain("KITE-NET-FORWARD"), "the network's chains are another part's");
    }

    private static string Normalized(string saved) => string.Join('\n', saved.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split(" [")[0]).Order());

    // What a server of the fixture's sees of the client. The seconds are for servers that have to start a program on a busy machine.
    private static async Task<string> ClientAddressAsync(NetworkNamespace from, string address) =>
        (await from.ShellAsync($"printf 'GET /cgi-bin/address HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 20 {address.Replace(':', ' ')}")).Trim().Split('\n')[^1].Replace("[::ffff:", "").TrimEnd(']');

    private static async Task<string> FetchAsync(NetworkNamespace from, string address)
    {
        var (host, port) = (address.Split(':')[0], address.Split(':')[1]);
        return (await from.ShellAsync($"busybox nc -w 20 {host} {port} </dev/null 2>&1 || true")).Trim();
    }

    private static async Task<string[]> FetchManyAsync(NetworkNamespace from, string address)
    {
        var answers = new HashSet<string>();
        for (var i = 0; i < 20; i++) answers.Add(await FetchAsync(from, address));
        return [.. answers];
    }

    private async Task ProxyAsync(params ProxiedPort[] ports) =>
        await rules.ApplyAsync(ProxyRules.Compute(ports.OrderBy(port => port.Name).ToArray(), ClusterCidr, masqueradeAll: false), CancellationToken.None);

    private async Task AttachPodAsync(NetworkNamespace pod, int index)
    {
        await node.ShellAsync($"ip link add p{index} type veth peer name eth0 netns {pod.Name} && ip link set p{index} master kt0 up && bridge link set dev p{index} hairpin on");
        await pod.ShellAsync($"ip addr add 10.99.0.{index + 2}/24 dev eth0 && ip link set eth0 up && ip route add default via 10.99.0.1");
        await pod.ShellAsync($"busybox nc -ll -p 8080 -e echo pod{index} >/dev/null 2>&1 & busybox httpd -p 8081 -h {site}; until grep -q ':1F90 .* 0A ' /proc/net/tcp /proc/net/tcp6; do sleep 0.05; done");
    }
}
