using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;

namespace Kite.Agent.Network.Cni;

/// <summary>What Kite made in a runtime that speaks CRI: sandboxes with all that is in them, and the CNI configuration with its bridge and addresses.</summary>
internal sealed class CniCleanup(CriConnection connection, CriCleanup containers, ICommandRunner commands, NodeCleanupOptions options) : IEngineCleanup
{
    public string Network => $"CNI network {options.NetworkName}";

    public Task<int> RemoveContainersAsync(string? nodeName, CancellationToken cancellationToken) => containers.RemoveAsync(nodeName, cancellationToken);

    public async Task<string> RemoveNetworkAsync(CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(await DirectoryAsync(cancellationToken), CniConfiguration.FileName);
        var wasThere = File.Exists(configuration);
        File.Delete(configuration);
        wasThere |= (await commands.RunAsync("ip", ["link", "delete", options.BridgeName], null, cancellationToken)).Succeeded;
        if (options.DataDirectory is { } data && Path.Combine(data, "cni") is var addresses && Directory.Exists(addresses)) Directory.Delete(addresses, recursive: true);
        return wasThere ? "removed" : "not there";
    }

    private async Task<string> DirectoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CniConfiguration.DirectoryAsync(connection, cancellationToken);
        }
        catch (RuntimeUnavailableException)
        {
            return CniConfiguration.UsualDirectory;
        }
    }
}
