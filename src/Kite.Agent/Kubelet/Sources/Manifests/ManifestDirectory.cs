using System.Threading.Channels;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Sources.Manifests;

/// <summary>The directory of static pods' manifests (or a single one), followed as its files change.</summary>
internal sealed partial class ManifestDirectory(KubeletOptions options, ManifestReader reader, TimeProvider clock, ILogger<ManifestDirectory> logger)
{
    private const long LargestFile = 10 * 1024 * 1024;
    private static readonly TimeSpan RescanPeriod = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (DateTime Changed, long Size, Pod? Pod)> known = new(StringComparer.Ordinal);
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Hands over all static pods, at once and after every change, until cancelled.</summary>
    public async Task RunAsync(Action<IReadOnlyCollection<Pod>> apply, CancellationToken cancellationToken)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                watcher ??= TryWatch();
                apply(Read());
                if (!await WaitAsync(cancellationToken)) continue;
                // It lost track: a directory that was removed and made again is another one.
                watcher?.Dispose();
                watcher = null;
            }
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    /// <summary>Waits for a change; true where it is time to look whether the watch still holds.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RescanPeriod, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return !await signals.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private FileSystemWatcher? TryWatch()
    {
        try
        {
            var path = options.ManifestPath;
            var isFile = File.Exists(path);
            if (!isFile) Directory.CreateDirectory(path);
            var watcher = isFile ? new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) : new FileSystemWatcher(path);
            watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size;
            watcher.Created += (_, _) => signals.Writer.TryWrite(true);
            watcher.Changed += (_, _) => signals.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => signals.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => signals.Writer.TryWrite(true);
            watcher.Error += (_, _) => signals.Writer.TryWrite(false);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Log.NotWatched(logger, options.ManifestPath, e.Message);
            return null;
        }
    }

    private Dictionary<ObjectKey, Pod>.ValueCollection Read()
    {
        var pods = new Dictionary<ObjectKey, Pod>();
        var files = Files();
        foreach (var gone in known.Keys.Except(files).ToArray()) known.Remove(gone);
        foreach (var file in files)
        {
            if (ReadFile(file) is not { } pod) continue;
            if (!pods.TryAdd(ObjectKey.Of(pod), pod)) Log.Twice(logger, file, pod.Metadata.Namespace, pod.Metadata.Name);
        }
        return pods.Values;
    }

    private string[] Files()
    {
        try
        {
            if (File.Exists(options.ManifestPath)) return [options.ManifestPath];
            return Directory.EnumerateFiles(options.ManifestPath).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The pod of a file; where what it says now can't be run, the one that it said before.</summary>
    private Pod? ReadFile(string path)
    {
        var file = new FileInfo(path);
        var before = known.GetValueOrDefault(path);
        try
        {
            if (!file.Exists || (before.Changed == file.LastWriteTimeUtc && before.Size == file.Length)) return before.Pod;
            known[path] = before with { Changed = file.LastWriteTimeUtc, Size = file.Length };
            if (file.Length > LargestFile) throw new ManifestException($"it is larger than {LargestFile} bytes");
            var pod = reader.Read(path, File.ReadAllBytes(path));
            if (before.Pod?.Metadata.Uid == pod.Metadata.Uid) pod = before.Pod;
            known[path] = (file.LastWriteTimeUtc, file.Length, pod);
            return pod;
        }
        catch (Exception e) when (e is ManifestException or IOException or UnauthorizedAccessException)
        {
            Log.Unusable(logger, path, e.Message);
            return before.Pod;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The manifests in {Path} can't be followed: {Error}")]
        public static partial void NotWatched(ILogger logger, string path, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "The manifest {File} can't be used: {Error}")]
        public static partial void Unusable(ILogger logger, string file, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "The manifest {File} names pod {Namespace}/{Name}, which another file has already")]
        public static partial void Twice(ILogger logger, string file, string @namespace, string name);
    }
}
