using Kite.Agent.Kubelet;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Images;

/// <summary>Removes images that nobody uses when the engine's disk fills up, from the high threshold down to the low one, and those that nobody has used for too long.</summary>
internal sealed partial class ImageGarbageCollector(
    IContainerRuntime runtime, RuntimeCache containers, IRuntimeHealth health, ImageRemover remover, KubeletOptions options, KubeletEvents events, ILogger<ImageGarbageCollector> logger) : BackgroundService
{
    private readonly ImageUse use = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Removes every image that may go, whatever the disk says, and gives the bytes that they took.</summary>
    public async Task<long> RemoveUnusedAsync(CancellationToken cancellationToken) => await FreeAsync(long.MaxValue, TimeSpan.Zero, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Before that, every image would look unused.
            await health.WaitForSyncAsync(stoppingToken);
            using var timer = new PeriodicTimer(options.Images.CollectionPeriod, events.Clock);
            do await TryCollectAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private async Task TryCollectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CollectAsync(cancellationToken);
        }
        catch (RuntimeException e)
        {
            Log.Failed(logger, e.Message);
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        if (options.Images.MostAge > TimeSpan.Zero) await RemoveExpiredAsync(cancellationToken);
        var root = (await runtime.InfoAsync(cancellationToken)).RootDirectory;
        if (!Directory.Exists(root)) root = options.DataDirectory;
        var disk = new DriveInfo(root);
        var (capacity, available) = (disk.TotalSize, disk.AvailableFreeSpace);
        var toFree = BytesToFree(options.Images, capacity, available);
        var freed = await FreeAsync(toFree, options.Images.LeastAge, cancellationToken);
        if (freed >= toFree) return;
        Log.NotEnough(logger, toFree, freed);
        events.Record(new ObjectReference { Kind = "Node", Name = options.NodeName, Uid = options.NodeName }, EventTypes.Warning, "FreeDiskSpaceFailed",
            $"Failed to garbage collect required amount of images. Attempted to free {toFree} bytes, but only found {freed} bytes eligible to free.");
    }

    /// <summary>How much has to go; 0 below the high threshold.</summary>
    internal static long BytesToFree(ImageOptions options, long capacity, long available)
    {
        if (options.HighThresholdPercent >= 100 || capacity <= 0 || 100 - (available * 100 / capacity) < options.HighThresholdPercent) return 0;
        return Math.Max(0, (capacity * (100 - options.LowThresholdPercent) / 100) - available);
    }

    private async Task<long> FreeAsync(long bytes, TimeSpan leastAge, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var images = await runtime.ListImagesAsync(cancellationToken);
            use.Observe(images, InUse(), events.Now);
            long freed = 0;
            foreach (var image in use.Removable(images, InUse(), leastAge, events.Now))
            {
                if (freed >= bytes) break;
                // A container may have been made from it since the list.
                if (InUse().Contains(image.Id) || !await remover.TryRemoveAsync(image, "space", cancellationToken)) continue;
                freed += image.SizeBytes;
            }
            return freed;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var images = await runtime.ListImagesAsync(cancellationToken);
            use.Observe(images, InUse(), events.Now);
            foreach (var image in use.Expired(images, InUse(), options.Images.MostAge, events.Now))
                if (!InUse().Contains(image.Id)) await remover.TryRemoveAsync(image, "age", cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private HashSet<string> InUse()
    {
        var inUse = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in containers.All())
        {
            inUse.Add(container.ImageId);
            inUse.UnionWith(container.MountedImageIds);
        }
        return inUse;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Unused images could not be looked for: {Error}")]
        public static partial void Failed(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The disk is too full: {ToFree} bytes of images should go, {Freed} could")]
        public static partial void NotEnough(ILogger logger, long toFree, long freed);
    }
}
