namespace Kite.Agent.Network.Docker;

/// <summary>Docker's networks. Every method throws <see cref="DockerNetworkException"/> where Docker refuses or can't be reached.</summary>
internal interface IDockerNetworks
{
    /// <summary>The network of a name, or null.</summary>
    Task<DockerNetwork?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a bridge network without Docker's masquerading.</summary>
    Task CreateAsync(DockerNetwork network, CancellationToken cancellationToken);

    /// <summary>Removes a network; one that is gone already is fine.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Calls back for what happens to a network, until the connection to Docker ends.</summary>
    Task WatchAsync(string name, Action<PodNetworkEvent> handler, CancellationToken cancellationToken);

    /// <summary>Removes every container that Kite made for a node, running or not; null for all nodes.</summary>
    /// <returns>How many there were.</returns>
    Task<int> RemoveContainersAsync(string? nodeName, CancellationToken cancellationToken);
}
