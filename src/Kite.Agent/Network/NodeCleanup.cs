using Kite.Agent.Network.Commands;
using Kite.Agent.Network.Docker;
using Kite.Agent.Network.IpTables;
using Kite.Agent.Volumes;

namespace Kite.Agent.Network;

/// <summary>Takes everything that Kite made in Docker and in the kernel off a node. Works without a server, and again after it was interrupted.</summary>
public static class NodeCleanup
{
    /// <summary>Removes Kite's containers, the pods' mounts and files, the Docker network, packet rules and addresses. What can't be removed doesn't keep the rest from being removed.</summary>
    /// <param name="options">What Kite was started with.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>One line for each thing that was removed or could not be.</returns>
    public static async Task<IReadOnlyList<NodeCleanupStep>> RunAsync(NodeCleanupOptions options, CancellationToken cancellationToken)
    {
        using var docker = new DockerNetworks(options.DockerEndpoint);
        return await RunAsync(options, docker, new ProcessCommandRunner(), cancellationToken);
    }

    internal static async Task<IReadOnlyList<NodeCleanupStep>> RunAsync(NodeCleanupOptions options, IDockerNetworks docker, ICommandRunner commands, CancellationToken cancellationToken) =>
    [
        await TryAsync("containers", async () => $"{await docker.RemoveContainersAsync(options.NodeName, cancellationToken)} removed"),
        await TryAsync("pods' volumes", () => Task.FromResult(RemoveVolumes(options))),
        await TryAsync($"Docker network {options.NetworkName}", () => RemoveNetworkAsync(options, docker, cancellationToken)),
        await TryAsync("packet rules", () => RemoveRulesAsync(commands, cancellationToken)),
        await TryAsync($"address {options.DnsAddress}", () => RemoveAddressAsync(options, commands, cancellationToken)),
    ];

    private static async Task<NodeCleanupStep> TryAsync(string what, Func<Task<string>> step)
    {
        try
        {
            return new NodeCleanupStep(what, await step(), true);
        }
        catch (Exception e) when (e is DockerNetworkException or IpTablesException or IOException or UnauthorizedAccessException)
        {
            return new NodeCleanupStep(what, e.Message, false);
        }
    }

    private static string RemoveVolumes(NodeCleanupOptions options)
    {
        if (options.DataDirectory is null) return "not asked for";
        var pods = Path.Combine(options.DataDirectory, "kubelet", "pods");
        if (!Directory.Exists(pods)) return "not there";
        // Mounts first: what they hold may lie elsewhere.
        Mounts.UnmountBelow(pods);
        SafeDirectories.Remove(pods);
        return "removed";
    }

    private static async Task<string> RemoveNetworkAsync(NodeCleanupOptions options, IDockerNetworks docker, CancellationToken cancellationToken)
    {
        if (await docker.FindAsync(options.NetworkName, cancellationToken) is not { } network) return "not there";
        if (!network.IsKites) return "not Kite's; left alone";
        await docker.RemoveAsync(options.NetworkName, cancellationToken);
        return "removed";
    }

    private static async Task<string> RemoveRulesAsync(ICommandRunner commands, CancellationToken cancellationToken)
    {
        var saved = await commands.RunAsync("iptables-save", [], null, cancellationToken);
        if (saved.IsMissing) return "iptables isn't installed";
        if (!saved.Succeeded) throw new IpTablesException($"iptables-save: {saved.Error.Trim()}");
        var script = RestoreScript.Removal(SavedRules.Parse(saved.Output));
        if (script.Length == 0) return "not there";
        var result = await commands.RunAsync("iptables-restore", ["--noflush", "-w", "10"], script, cancellationToken);
        return result.Succeeded ? "removed" : throw new IpTablesException($"iptables-restore: {result.Error.Trim()}");
    }

    private static async Task<string> RemoveAddressAsync(NodeCleanupOptions options, ICommandRunner commands, CancellationToken cancellationToken)
    {
        var result = await commands.RunAsync("ip", ["address", "delete", $"{options.DnsAddress}/32", "dev", "lo"], null, cancellationToken);
        return result.Succeeded ? "removed" : "not there";
    }
}
