using System.Net;

namespace Kite.Agent.Network;

/// <summary>Makes the container runtime attach pods to the node's network.</summary>
internal interface INetworkPlugin
{
    /// <summary>Makes the network what it should be; one that is so already is left alone.</summary>
    /// <exception cref="NetworkPluginException">It can't be made now.</exception>
    Task EnsureAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken);

    /// <summary>The pod CIDR of the network that Kite made before; null where there is none.</summary>
    /// <exception cref="NetworkPluginException">It can't be found out now.</exception>
    Task<IPNetwork?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Calls back for what happens to the network. Ends, or throws <see cref="NetworkPluginException"/>, when it can't be watched any more and all is to be checked again.</summary>
    Task WatchAsync(Action<PodNetworkEvent> handler, CancellationToken cancellationToken);
}
