namespace Kite.Agent.Network.Docker;

/// <summary>What Kite made in a Docker Engine.</summary>
internal sealed class DockerCleanup(IDockerNetworks docker, string networkName) : IEngineCleanup
{
    public string Network => $"Docker network {networkName}";

    public Task<int> RemoveContainersAsync(string? nodeName, CancellationToken cancellationToken) => docker.RemoveContainersAsync(nodeName, cancellationToken);

    public async Task<string> RemoveNetworkAsync(CancellationToken cancellationToken)
    {
        if (await docker.FindAsync(networkName, cancellationToken) is not { } network) return "not there";
        if (!network.IsKites) return "not Kite's; left alone";
        await docker.RemoveAsync(networkName, cancellationToken);
        return "removed";
    }
}
