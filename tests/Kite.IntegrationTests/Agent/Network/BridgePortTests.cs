using Kite.Agent.Linux;

namespace Kite.IntegrationTests.Agent.Network;

[RootOnly]
internal sealed class BridgePortTests
{
    [Test]
    public async Task Ports_of_a_bridge_get_hairpin_mode_in_a_network_namespace_of_its_own()
    {
        await using var space = await NetworkNamespace.CreateAsync();
        await space.ShellAsync("""
            ip link add br0 type bridge; ip link add br1 type bridge
            for port in p1 p2 p3; do ip link add $port type veth peer name peer$port; done
            ip link set p1 master br0; ip link set p2 master br0; ip link set p3 master br1
            """);
        space.Run(() => BridgePorts.EnableHairpin("br0"));
        space.Run(() => BridgePorts.EnableHairpin("nonsense"));
        var modes = new List<string>();
        foreach (var port in new[] { "p1", "p2", "p3" }) modes.Add((await space.ShellAsync($"bridge -d link show dev {port} | grep -o 'hairpin o[nf]*'")).Trim());
        Assert.That(modes, Is.EqualTo(new[] { "hairpin on", "hairpin on", "hairpin off" }));
    }
}
