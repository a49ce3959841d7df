using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ControlPlane.Controllers.Discovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Keeps a watch on every resource that can be garbage, starting and ending watches as custom resources come and go.</summary>
internal sealed partial class OwnerGraphFeed(IApiClient client, IResourceDiscovery discovery, OwnerGraph graph, KindLookup kinds, TimeProvider time, ILogger<OwnerGraphFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Definitions come in crowds: one discovery for all that come within this time.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<ApiResource, (MetadataWatch Watch, Task Run, CancellationTokenSource Stop)> watches = [];
    private TaskCompletionSource definitionsChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Period;
            Interlocked.Exchange(ref definitionsChanged, new(TaskCreationOptions.RunContinuationsAsynchronously));
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is HttpRequestException or ApiStatusException)
            {
                Log.NotDiscovered(logger, e.Message);
                pause = AfterFailure;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            await definitionsChanged.Task.WaitAsync(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (definitionsChanged.Task.IsCompleted) await Task.Delay(Gathering, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(watches.Values.Select(watch => watch.Run));
    }

    /// <summary>Events are many, short-lived and owned by nobody.</summary>
    private static bool IsWatched(ServedResource served) => served.Can("list", "watch", "delete") && served.Resource.Plural != "events";

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        var served = await discovery.DiscoverAsync(stoppingToken);
        var hasMore = kinds.Set(served.Resources);
        var wanted = served.Resources.Where(IsWatched).Select(resource => resource.Resource).ToHashSet();
        foreach (var resource in wanted.Where(resource => !watches.ContainsKey(resource)).ToList()) Start(resource, stoppingToken);
        // What a failed discovery doesn't name may still be there.
        if (served.Failures.Count == 0)
            foreach (var resource in watches.Keys.Except(wanted).ToList()) await StopAsync(resource);
        await Task.WhenAll(watches.Values.Select(watch => watch.Watch.Listed)).WaitAsync(stoppingToken);
        graph.SetComplete();
        if (hasMore) graph.LookAgain();
    }

    private void Start(ApiResource resource, CancellationToken stoppingToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var definesOthers = resource is { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" };
        var watch = new MetadataWatch(client, resource, graph, time, logger, definesOthers ? () => definitionsChanged.TrySetResult() : null);
        watches.Add(resource, (watch, watch.RunAsync(stop.Token), stop));
    }

    private async Task StopAsync(ApiResource resource)
    {
        watches.Remove(resource, out var watch);
        await watch.Stop.CancelAsync();
        await watch.Run;
        watch.Stop.Dispose();
        foreach (var uid in graph.UidsOf(resource)) graph.Remove(uid);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Resources could not be discovered: {Error}")]
        public static partial void NotDiscovered(ILogger logger, string error);
    }
}
