using System.Net;

namespace Kite.Agent.Network.Docker;

/// <summary>One Docker bridge network with the node's pod CIDR.</summary>
internal sealed class DockerNetworkPlugin(IDockerNetworks docker, IKernel kernel, PodNetworkOptions options) : INetworkPlugin
{
    public async Task EnsureAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        var cidr = attachment.PodCidr;
        if (await docker.FindAsync(options.NetworkName, cancellationToken) is { } found)
        {
            if (cidr.Equals(found.Subnet) && found.Bridge == options.BridgeName) return;
            if (!found.IsKites) throw new DockerNetworkException($"Docker network {found.Name} isn't Kite's and has subnet {found.Subnet}, bridge \"{found.Bridge}\"; remove it or choose another name");
            if (found.Attached > 0) throw new DockerNetworkException($"Docker network {found.Name} has subnet {found.Subnet} and {found.Attached} running containers, but the node's pod CIDR is {cidr}");
            await docker.RemoveAsync(found.Name, cancellationToken);
        }
        await docker.CreateAsync(
            new DockerNetwork { Name = options.NetworkName, Subnet = cidr, Gateway = attachment.Gateway, Bridge = options.BridgeName, Mtu = options.Mtu ?? kernel.DefaultMtu },
            cancellationToken);
    }

    public async Task<IPNetwork?> FindAsync(CancellationToken cancellationToken) =>
        await docker.FindAsync(options.NetworkName, cancellationToken) is { IsKites: true } found ? found.Subnet : null;

    // Docker says when pods join (their ports need hairpin mode) and when somebody removes the network; a new connection may be a new engine with everything to check.
    public Task WatchAsync(Action<PodNetworkEvent> handler, CancellationToken cancellationToken) => docker.WatchAsync(options.NetworkName, handler, cancellationToken);
}
