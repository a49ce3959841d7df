using Kite.Agent.Network.Cni;
using Kite.Agent.Network.Commands;
using Kite.Agent.Network.Docker;
using Kite.Agent.Network.IpTables;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;
using Kite.Agent.Runtime.Cri.Logs;
using Kite.Agent.Volumes;

namespace Kite.Agent.Network;

/// <summary>Takes everything that Kite made in the container engine and in the kernel off a node. Works without a server, and again after it was interrupted.</summary>
public static class NodeCleanup
{
    /// <summary>Removes Kite's containers, the pods' mounts and files, their network, packet rules and addresses. What can't be removed doesn't keep the rest from being removed.</summary>
    /// <param name="options">What Kite was started with.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>One line for each thing that was removed or could not be.</returns>
    public static async Task<IReadOnlyList<NodeCleanupStep>> RunAsync(NodeCleanupOptions options, CancellationToken cancellationToken)
    {
        var commands = new ProcessCommandRunner();
        if (options.RuntimeEndpoint is { } endpoint)
        {
            var runtime = new CriOptions(endpoint, options.NodeName ?? "");
            using var connection = new CriConnection(runtime);
            return await RunAsync(options, new CniCleanup(connection, new CriCleanup(connection, new LogFiles(runtime)), commands, options), commands, cancellationToken);
        }
        using var docker = new DockerNetworks(options.DockerEndpoint);
        return await RunAsync(options, new DockerCleanup(docker, options.NetworkName), commands, cancellationToken);
    }

    internal static async Task<IReadOnlyList<NodeCleanupStep>> RunAsync(NodeCleanupOptions options, IEngineCleanup engine, ICommandRunner commands, CancellationToken cancellationToken) =>
    [
        await TryAsync("containers", async () => $"{await engine.RemoveContainersAsync(options.NodeName, cancellationToken)} removed"),
        await TryAsync("pods' volumes", () => Task.FromResult(RemoveVolumes(options))),
        await TryAsync(engine.Network, () => engine.RemoveNetworkAsync(cancellationToken)),
        await TryAsync("packet rules", () => RemoveRulesAsync(commands, cancellationToken)),
        await TryAsync($"address {options.DnsAddress}", () => RemoveAddressAsync(options, commands, cancellationToken)),
    ];

    private static async Task<NodeCleanupStep> TryAsync(string what, Func<Task<string>> step)
    {
        try
        {
            return new NodeCleanupStep(what, await step(), true);
        }
        catch (Exception e) when (e is DockerNetworkException or RuntimeException or IpTablesException or IOException or UnauthorizedAccessException)
        {
            return new NodeCleanupStep(what, e.Message, false);
        }
    }

    private static string RemoveVolumes(NodeCleanupOptions options)
    {
        if (options.KubeletDirectory is null) return "not asked for";
        if (!Directory.Exists(options.KubeletDirectory)) return "not there";
        // Mounts first: what they hold may lie elsewhere. The directory itself was mounted too, if it had to be shared.
        Mounts.UnmountBelow(options.KubeletDirectory);
        foreach (var name in new[] { "pods", "plugins/kubernetes.io", "plugins_registry" }) SafeDirectories.Remove(Path.Combine(options.KubeletDirectory, name));
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
