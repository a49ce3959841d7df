using System.Net;
using System.Text.Json;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;

namespace Kite.Agent.Network.Cni;

/// <summary>Gives a CRI runtime its CNI configuration, where it looks for one, and waits until it has taken it up.</summary>
internal sealed class CniNetworkPlugin(CriConnection connection, IKernel kernel, PodNetworkOptions options, TimeProvider time) : INetworkPlugin
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Extensions = [".conf", ".conflist", ".json"];

    private volatile string directory = CniConfiguration.UsualDirectory;

    public async Task EnsureAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        try
        {
            directory = await CniConfiguration.DirectoryAsync(connection, cancellationToken);
            Write(CniConfiguration.Write(attachment, options.BridgeName, options.Mtu ?? kernel.DefaultMtu, options.AddressDirectory));
            await TellAsync(attachment, cancellationToken);
            await WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is RuntimeException or IOException or UnauthorizedAccessException)
        {
            throw new NetworkPluginException(e.Message, e);
        }
    }

    public async Task<IPNetwork?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            directory = await CniConfiguration.DirectoryAsync(connection, cancellationToken);
            var file = Path.Combine(directory, CniConfiguration.FileName);
            return File.Exists(file) ? CniConfiguration.PodCidr(await File.ReadAllTextAsync(file, cancellationToken)) : null;
        }
        catch (Exception e) when (e is RuntimeException or IOException or UnauthorizedAccessException or JsonException)
        {
            throw new NetworkPluginException(e.Message, e);
        }
    }

    public async Task WatchAsync(Action<PodNetworkEvent> handler, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            Directory.CreateDirectory(directory);
            using var watcher = new FileSystemWatcher(directory, CniConfiguration.FileName);
            watcher.Deleted += (_, _) => handler(PodNetworkEvent.Removed);
            watcher.Renamed += (_, renamed) =>
            {
                if (renamed.OldName == CniConfiguration.FileName) handler(PodNetworkEvent.Removed);
            };
            watcher.Error += (_, error) => ended.TrySetException(new NetworkPluginException(error.GetException().Message));
            watcher.EnableRaisingEvents = true;
            await ended.Task.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetworkPluginException(e.Message, e);
        }
    }

    private void Write(string text)
    {
        Directory.CreateDirectory(directory);
        var first = Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file)).Where(name => Extensions.Contains(Path.GetExtension(name))).Order(StringComparer.Ordinal).FirstOrDefault();
        if (string.CompareOrdinal(first, CniConfiguration.FileName) < 0 && first is not null)
            throw new NetworkPluginException($"the CNI configuration {Path.Combine(directory, first)} comes before Kite's; remove it or give the runtime another directory");
        var file = Path.Combine(directory, CniConfiguration.FileName);
        if (File.Exists(file) && File.ReadAllText(file) == text) return;
        // Renamed into place: the runtime reads as soon as it sees the file.
        var unfinished = Path.Combine(directory, ".kite-cni");
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, file, overwrite: true);
    }

    private async Task TellAsync(PodNetworkAttachment attachment, CancellationToken cancellationToken)
    {
        var request = new Runtime.Cri.V1.UpdateRuntimeConfigRequest { RuntimeConfig = new() { NetworkConfig = new() { PodCidr = attachment.PodCidr.ToString() } } };
        await CriConnection.CallAsync(connection.Runtime.UpdateRuntimeConfigAsync(request, cancellationToken: cancellationToken), cancellationToken);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var conditions = (await connection.StatusAsync(verbose: false, cancellationToken)).Status.Conditions;
            if (conditions.FirstOrDefault(condition => condition.Type == "NetworkReady") is not { Status: false } network) return;
            if (time.GetElapsedTime(started) > Patience) throw new NetworkPluginException($"container runtime network not ready: NetworkReady=false reason:{network.Reason} message:{network.Message}");
            await Task.Delay(Period, time, cancellationToken);
        }
    }
}
