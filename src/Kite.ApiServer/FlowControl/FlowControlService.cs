using Kite.Api.Errors;
using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.FlowControl.Bootstrap;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.FlowControl;

/// <summary>Keeps the objects of priority and fairness as they should be, and moves seats from level to level.</summary>
internal sealed partial class FlowControlService(
    SeatBorrowing borrowing,
    BootstrapObjects bootstrap,
    DanglingConditions dangling,
    ResourceCaches caches,
    TimeProvider time,
    ILogger<FlowControlService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UpkeepPeriod = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim changed = new(1, 1);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        caches.Of(FlowSchema.Resource).Changed += OnChange;
        caches.Of(PriorityLevelConfiguration.Resource).Changed += OnChange;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(BorrowAsync(stoppingToken), MaintainAsync(stoppingToken), FollowAsync(stoppingToken));

    private async Task BorrowAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SeatBorrowing.Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) borrowing.Adjust();
    }

    private async Task MaintainAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(UpkeepPeriod, time);
        do
        {
            await TryAsync(bootstrap.EnsureAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await changed.WaitAsync(stoppingToken);
            if (await TryAsync(dangling.UpdateAsync, stoppingToken)) continue;
            await Task.Delay(RetryPeriod, time, stoppingToken);
            Signal();
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (ApiStatusException e)
        {
            Log.Failed(logger, e.Message);
            return false;
        }
    }

    private void OnChange(CacheEvent change) => Signal();

    private void Signal()
    {
        try
        {
            if (changed.CurrentCount == 0) changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else said it at the same time, or nobody listens anymore.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Objects of priority and fairness can't be kept up: {Problem}")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
