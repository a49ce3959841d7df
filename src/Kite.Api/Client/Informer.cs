using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Microsoft.Extensions.Logging;

namespace Kite.Api.Client;

/// <summary>Keeps a local copy of a collection by list and watch, and tells its handlers of every change.</summary>
/// <remarks>The loop of client-go's reflector: list, watch from the list's resource version, list again only where the server says that the version is gone.</remarks>
internal sealed partial class Informer<T>(IResourceClient<T> client, string resource, string? fieldSelector, string? labelSelector, TimeProvider timeProvider, ILogger logger) : IInformer<T>, IRunnableInformer
    where T : class, IApiModel<T>, IApiObject
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly InformerStore<T> store = new();
    private readonly List<Action<InformerEvent<T>>> handlers = [];
    private readonly Lock gate = new();
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string resourceVersion = "";

    public ILister<T> Lister => store;

    public bool HasSynced => synced.Task.IsCompletedSuccessfully;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => synced.Task.WaitAsync(cancellationToken);

    public void OnChange(Action<InformerEvent<T>> handler)
    {
        lock (gate)
        {
            foreach (var value in store.List()) handler(new InformerEvent<T>(WatchEventType.Added, null, value));
            handlers.Add(handler);
        }
    }

    public void AddIndex(string index, Func<T, IEnumerable<string>> values) => store.AddIndex(index, values);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backOff = FirstBackOff;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (resourceVersion.Length == 0) await ListAsync(cancellationToken);
                await WatchAsync(cancellationToken);
                backOff = FirstBackOff;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (e is ApiStatusException { Reason: StatusReason.Expired or StatusReason.Gone }) resourceVersion = "";
                else Log.Interrupted(logger, resource, e.Message);
                await Task.Delay(backOff, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.ListAsync(null, new ListQuery { FieldSelector = fieldSelector, LabelSelector = labelSelector, ResourceVersion = "0" }, cancellationToken);
        lock (gate)
        {
            var gone = store.List().ToDictionary(ObjectKey.Of);
            foreach (var value in list.Items)
            {
                gone.Remove(ObjectKey.Of(value));
                Set(value);
            }
            foreach (var value in gone.Values) Remove(value);
        }
        resourceVersion = list.Metadata.ResourceVersion;
        synced.TrySetResult();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var query = new ListQuery { FieldSelector = fieldSelector, LabelSelector = labelSelector, ResourceVersion = resourceVersion, AllowWatchBookmarks = true };
        await foreach (var e in client.WatchAsync(null, query, cancellationToken))
        {
            lock (gate)
            {
                if (e.Type is WatchEventType.Deleted) Remove(e.Object);
                else if (e.Type is not WatchEventType.Bookmark) Set(e.Object);
            }
            resourceVersion = e.Object.Metadata.ResourceVersion;
        }
    }

    private void Set(T value)
    {
        var old = store.Set(value);
        if (old is not null && old.Metadata.ResourceVersion == value.Metadata.ResourceVersion) return;
        Notify(new InformerEvent<T>(old is null ? WatchEventType.Added : WatchEventType.Modified, old, value));
    }

    private void Remove(T value)
    {
        var old = store.Remove(ObjectKey.Of(value));
        if (old is not null) Notify(new InformerEvent<T>(WatchEventType.Deleted, old, value));
    }

    private void Notify(InformerEvent<T> e)
    {
        foreach (var handler in handlers) handler(e);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Resource} was interrupted: {Error}")]
        public static partial void Interrupted(ILogger logger, string resource, string error);
    }
}
