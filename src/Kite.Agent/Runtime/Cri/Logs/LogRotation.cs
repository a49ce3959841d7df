using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Keeps running containers' logs from filling the disk: what has grown too long is renamed, the runtime told to begin anew, and the older ones packed and at last removed.</summary>
internal sealed partial class LogRotation(CriConnection connection, RuntimeCache cache, LogFiles files, TimeProvider clock, ILogger<LogRotation> logger) : BackgroundService
{
    private const long LongestFile = 10 << 20;
    private const int MostFiles = 5;
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private const string Packed = ".gz";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Rotates a container's log if it is longer than allowed.</summary>
    /// <returns>True where it was rotated.</returns>
    public async Task<bool> RotateAsync(RuntimeContainer container, CancellationToken cancellationToken)
    {
        var path = files.PathOf(container);
        if (new FileInfo(path) is not { Exists: true, Length: > LongestFile }) return false;
        var old = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*").Order(StringComparer.Ordinal).ToList();
        // The current file and the one that is made of it now count, too.
        foreach (var file in old.Take(Math.Max(0, old.Count - (MostFiles - 2)))) File.Delete(file);
        foreach (var file in old.Skip(Math.Max(0, old.Count - (MostFiles - 2))).Where(file => !file.EndsWith(Packed, StringComparison.Ordinal))) Pack(file);
        // Renamed away, not copied: the runtime goes on writing to it until it is told.
        var renamed = $"{path}.{clock.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture)}";
        File.Move(path, renamed, overwrite: true);
        try
        {
            await CriConnection.CallAsync(connection.Runtime.ReopenContainerLogAsync(new V1.ReopenContainerLogRequest { ContainerId = container.Id }, cancellationToken: cancellationToken), cancellationToken);
            return true;
        }
        catch (Exception)
        {
            File.Move(renamed, path, overwrite: false);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var container in cache.Pods().SelectMany(pod => cache.Pod(pod.Uid).Running).ToArray())
            {
                try
                {
                    await RotateAsync(container, stoppingToken);
                }
                catch (Exception e) when (e is RuntimeException or IOException or UnauthorizedAccessException)
                {
                    Log.Failed(logger, container.Pod.Namespace, container.Pod.Name, container.Name, e.Message);
                }
            }
        }
    }

    private static void Pack(string path)
    {
        // Under another name first: a file that is only half packed must not look like a whole one.
        var unfinished = path + ".tmp";
        using (var from = File.OpenRead(path))
        using (var to = new GZipStream(File.Create(unfinished), CompressionLevel.Fastest))
        {
            from.CopyTo(to);
        }
        File.Move(unfinished, path + Packed, overwrite: true);
        File.Delete(path);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The log of {Namespace}/{Name}, container {Container}, can't be rotated: {Error}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string container, string error);
    }
}
