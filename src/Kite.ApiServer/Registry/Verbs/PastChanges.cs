using Kite.Api.Errors;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Changes that the cache has forgotten, from the store's history: a client that comes back after a while needn't list everything again.</summary>
internal sealed class PastChanges(IStore store, PastStates states, TimeProvider time)
{
    private const int MaxTries = 3;
    private const int MaxRevisions = 20_000;

    /// <summary>Starts a watch at a revision, with the changes that the watcher itself can't tell anymore.</summary>
    /// <exception cref="ApiStatusException">The store has forgotten them too, or they are too many (<c>Expired</c>).</exception>
    public async ValueTask<WatchStart> WatchAsync(ResourceCache cache, ObjectSelection selection, long after, bool wantsBookmarks, CancellationToken cancellationToken)
    {
        var past = new List<CacheEvent>();
        var reached = after;
        var objects = SortedObjects.Empty;
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            if (cache.TryWatch(selection, reached, wantsBookmarks) is { } watcher) return new WatchStart(watcher, [], past, 0);
            if (store.CurrentRevision - after > MaxRevisions) break;
            if (attempt == 0) objects = (await states.AtAsync(cache, cache.State, after, token: null, cancellationToken)).Objects;
            var changes = Read(cache, reached);
            if (changes is null) break;
            foreach (var change in changes.Events)
            {
                var seen = cache.Read(change, objects, time.GetTimestamp());
                past.Add(seen);
                objects = seen.Object is { } value ? objects.With(value) : objects.Without(seen.Subject.Key);
            }
            reached = changes.Revision;
        }
        throw ApiErrors.Expired($"too old resource version: {after} ({cache.State.Revision})");
    }

    private ChangeRecorder? Read(ResourceCache cache, long after)
    {
        var recorder = new ChangeRecorder(after);
        try
        {
            store.Watch(StorePath.Prefix(cache.Resource), after, recorder).Dispose();
            return recorder.IsComplete ? recorder : null;
        }
        catch (Exception e) when (e is CompactedException or FutureRevisionException)
        {
            return null;
        }
    }
}
