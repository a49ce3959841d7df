using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Runtime;

/// <summary>Keeps <see cref="RuntimeCache"/> current from the engine's events, with a slow list as safety net, and says whether the engine is there: one that hangs is found out within half a minute.</summary>
internal sealed partial class RuntimeMonitor(IContainerRuntime runtime, RuntimeCache cache, TimeProvider clock, ILogger<RuntimeMonitor> logger) : BackgroundService, IRuntimeHealth
{
    private const int ChecksPerList = 4;

    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ListTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim inspections = new(8);
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> healthObservers = [];
    private readonly List<Action> imageObservers = [];
    private volatile string? notReadyReason = "container runtime status check may not have completed yet";

    public string? NotReadyReason => notReadyReason;

    public void OnHealthChange(Action observer) => healthObservers.Add(observer);

    public void OnImagesChange(Action observer) => imageObservers.Add(observer);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => synced.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backOff = FirstBackOff;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(() => backOff = FirstBackOff, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (notReadyReason is null) Log.Lost(logger, e.Message);
                SetHealth($"container runtime is down: {e.Message}");
            }
            await Task.Delay(backOff, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
        }
    }

    private async Task FollowAsync(Action onReady, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new List<Task>();
        var watching = Task.CompletedTask;
        try
        {
            await foreach (var runtimeEvent in runtime.EventsAsync(stop.Token))
            {
                pending.RemoveAll(task => task.IsCompleted);
                switch (runtimeEvent.Type)
                {
                    case RuntimeEventType.Subscribed:
                        await RelistAsync(stop.Token);
                        SetHealth(await CheckAsync(stop.Token));
                        synced.TrySetResult();
                        onReady();
                        watching = WatchAsync(stop);
                        break;
                    case RuntimeEventType.ContainerStarted when cache.Find(runtimeEvent.Id) is not { State: >= ContainerRunState.Running }:
                    case RuntimeEventType.ContainerEnded when cache.Find(runtimeEvent.Id) is not { State: ContainerRunState.Exited }:
                        pending.Add(InspectAsync(runtimeEvent.Id, stop.Token));
                        break;
                    case RuntimeEventType.ContainerRemoved:
                        cache.Remove(runtimeEvent.Id);
                        break;
                    case RuntimeEventType.ImagesChanged:
                        foreach (var observer in imageObservers) observer();
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It knows why it ended the stream.
            await watching;
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([watching, .. pending]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks now and then whether the engine still answers, and whether anything was missed.</summary>
    private async Task WatchAsync(CancellationTokenSource stop)
    {
        try
        {
            using var timer = new PeriodicTimer(CheckPeriod, clock);
            for (var round = 1; await timer.WaitForNextTickAsync(stop.Token); round++)
            {
                SetHealth(await CheckAsync(stop.Token));
                if (round % ChecksPerList == 0) await RelistAsync(stop.Token);
            }
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // A stream that is silent because the engine hangs looks like one that is idle; this ends it.
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CheckTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await runtime.CheckAsync(both.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimeUnavailableException("it doesn't answer", e);
        }
    }

    private async Task RelistAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ListTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var known = cache.Ids();
        var listed = await runtime.ListAsync(both.Token);
        var ids = listed.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in known.Where(id => !ids.Contains(id))) cache.Remove(id);
        await Task.WhenAll(listed.Where(item => cache.Find(item.Id) is not { } container || container.State < item.State).Select(item => InspectAsync(item.Id, both.Token)));
    }

    private async Task InspectAsync(string id, CancellationToken cancellationToken)
    {
        await inspections.WaitAsync(cancellationToken);
        try
        {
            if (await runtime.FindAsync(id, cancellationToken) is { } container) cache.Set(container);
            else cache.Remove(id);
        }
        catch (RuntimeException e)
        {
            Log.InspectFailed(logger, id, e.Message);
        }
        finally
        {
            inspections.Release();
        }
    }

    private void SetHealth(string? reason)
    {
        if (notReadyReason == reason) return;
        notReadyReason = reason;
        foreach (var observer in healthObservers) observer();
    }

    public override void Dispose()
    {
        inspections.Dispose();
        base.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The container runtime can't be reached: {Error}")]
        public static partial void Lost(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Reading container {Container} failed: {Error}")]
        public static partial void InspectFailed(ILogger logger, string container, string error);
    }
}
