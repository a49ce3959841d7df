using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Feeds the graph with one resource's objects by list and watch, keeping nothing of them itself.</summary>
internal sealed partial class MetadataWatch(IApiClient client, ApiResource resource, OwnerGraph graph, TimeProvider time, ILogger logger, Action? changed = null)
{
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string resourceVersion = "";

    /// <summary>Completes when the resource has been listed, or turned out not to be served.</summary>
    internal Task Listed => listed.Task;

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (resourceVersion.Length == 0) await ListAsync(cancellationToken);
                await WatchAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                if (e is ApiStatusException { Reason: StatusReason.Expired or StatusReason.Gone }) resourceVersion = "";
                else if (e is ApiStatusException { Reason: StatusReason.NotFound or StatusReason.MethodNotAllowed }) listed.TrySetResult();
                else Log.Interrupted(logger, resource.GroupResource, e.Message);
                await Task.Delay(BackOff, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.Resource<PartialObjectMetadata>(resource).ListAsync(null, new ListQuery { ResourceVersion = "0" }, cancellationToken);
        var gone = graph.UidsOf(resource);
        foreach (var item in list.Items)
        {
            gone.Remove(item.Metadata.Uid);
            graph.Set(resource, item.Metadata);
        }
        foreach (var uid in gone) graph.Remove(uid);
        resourceVersion = list.Metadata.ResourceVersion;
        listed.TrySetResult();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var query = new ListQuery { ResourceVersion = resourceVersion, AllowWatchBookmarks = true };
        await foreach (var e in client.Resource<PartialObjectMetadata>(resource).WatchAsync(null, query, cancellationToken))
        {
            if (e.Type is WatchEventType.Deleted) graph.Remove(e.Object.Metadata.Uid);
            else if (e.Type is not WatchEventType.Bookmark) graph.Set(resource, e.Object.Metadata);
            resourceVersion = e.Object.Metadata.ResourceVersion;
            if (e.Type is not WatchEventType.Bookmark) changed?.Invoke();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Watching the metadata of {Resource} was interrupted: {Error}")]
        public static partial void Interrupted(ILogger logger, string resource, string error);
    }
}
