namespace Kite.Agent.Network;

/// <summary>Takes what Kite made in a container engine out of it again. Every method may be called again, and throws as the engine's own classes do where it refuses or can't be reached.</summary>
internal interface IEngineCleanup
{
    /// <summary>What the pod network is called here, for a person.</summary>
    string Network { get; }

    /// <summary>Removes every sandbox and container that Kite made for a node, running or not; null for all nodes.</summary>
    /// <returns>How many there were.</returns>
    Task<int> RemoveContainersAsync(string? nodeName, CancellationToken cancellationToken);

    /// <summary>Removes the pod network, once no container uses it.</summary>
    /// <returns>How that went, in words.</returns>
    Task<string> RemoveNetworkAsync(CancellationToken cancellationToken);
}
