using System.Threading.Channels;
using Kite.Agent.Linux;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.PluginRegistration;

/// <summary>Finds the sockets of plugins in <c>plugins_registry</c> as they come and go.</summary>
internal sealed partial class PluginRegistry(KubeletOptions options, IEnumerable<IPluginHandler> handlers, TimeProvider clock, ILogger<PluginRegistry> logger) : BackgroundService
{
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1E8; // 0750
    private static readonly TimeSpan RescanPeriod = TimeSpan.FromMinutes(5);

    private readonly IPluginHandler[] handlers = [.. handlers];
    private readonly Dictionary<string, Served> sockets = new(StringComparer.Ordinal);
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Where the sockets are.</summary>
    public static string DirectoryOf(KubeletOptions options) => Path.Combine(options.RootDirectory, "plugins_registry");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var directory = DirectoryOf(options);
        FileSystemWatcher? watcher = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            watcher ??= TryWatch(directory);
            await ScanAsync(directory, stoppingToken);
            if (await WaitAsync(stoppingToken)) continue;
            watcher?.Dispose();
            watcher = null;
        }
        watcher?.Dispose();
        await Task.WhenAll(sockets.Values.Select(socket => socket.Running));
        foreach (var socket in sockets.Values) socket.Gone.Dispose();
    }

    private FileSystemWatcher? TryWatch(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory, DirectoryMode);
            var watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
            watcher.Created += (_, _) => signals.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => signals.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => signals.Writer.TryWrite(true);
            watcher.Error += (_, _) => signals.Writer.TryWrite(false);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWatched(logger, directory, e.Message);
            return null;
        }
    }

    /// <summary>Waits for a change; false where the watch was lost, or it is time to renew it.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RescanPeriod, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await signals.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ScanAsync(string directory, CancellationToken stopping)
    {
        var found = Find(directory);
        // A socket that was made anew is another one: whoever serves it may be another plugin.
        foreach (var (path, served) in sockets.Where(known => !found.TryGetValue(known.Key, out var identity) || identity != known.Value.Identity).ToArray())
        {
            sockets.Remove(path);
            await served.Gone.CancelAsync();
            await served.Running;
            served.Gone.Dispose();
        }
        foreach (var (path, identity) in found.Where(socket => !sockets.ContainsKey(socket.Key)))
        {
            var gone = new CancellationTokenSource();
            sockets[path] = new Served(identity, gone, new PluginSocket(path, handlers, clock, logger).RunAsync(gone.Token, stopping));
        }
    }

    private static Dictionary<string, (ulong Inode, DateTime Made)> Find(string directory)
    {
        var found = new Dictionary<string, (ulong, DateTime)>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
                if (Path.GetFileName(path)[0] != '.' && FileStatus.Of(path, followLink: false) is { Type: FileType.Socket } status) found[path] = (status.Inode, File.GetLastWriteTimeUtc(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It comes back with the directory.
        }
        return found;
    }

    private sealed record Served((ulong Inode, DateTime Made) Identity, CancellationTokenSource Gone, Task Running);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Plugins can't register in {Directory}: {Error}")]
        public static partial void NotWatched(ILogger logger, string directory, string error);
    }
}
