using Microsoft.Extensions.Hosting;

namespace Kite.ApiServer.WatchCache;

/// <summary>Loads the caches at start, sends bookmarks from time to time, and ends all watches when the server stops.</summary>
internal sealed class WatchCacheService(ResourceCaches caches, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromSeconds(50);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await caches.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in caches.All) cache.EndWatches();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BookmarkPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var revision = caches.Revision;
            foreach (var cache in caches.All) cache.Tick(revision);
        }
    }
}
