using System.Threading.Channels;
using Kite.Api.Client;

namespace Kite.ApiServer.WatchCache;

/// <summary>One watch: a bounded queue between the cache, which never waits, and the connection. A watcher that falls too far behind is cut off.</summary>
internal sealed class Watcher : IDisposable
{
    private const int Capacity = 4096;
    private readonly Channel<WatchItem> queue = Channel.CreateBounded<WatchItem>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly ResourceCache cache;

    /// <summary>A watcher of a cache; <see cref="ResourceCache.TryWatch"/> makes it.</summary>
    public Watcher(ResourceCache cache, ObjectSelection selection, bool wantsBookmarks)
    {
        this.cache = cache;
        Selection = selection;
        WantsBookmarks = wantsBookmarks;
    }

    /// <summary>What it watches.</summary>
    public ObjectSelection Selection { get; }

    /// <summary>True where the client understands bookmarks.</summary>
    public bool WantsBookmarks { get; }

    /// <summary>What is to be sent; completed once the watcher is cut off.</summary>
    public ChannelReader<WatchItem> Items => queue.Reader;

    /// <inheritdoc/>
    public void Dispose() => cache.Forget(this);

    /// <summary>Offers a change; it is queued if it concerns the selection.</summary>
    public void Offer(CacheEvent change)
    {
        if (Seen(change) is { } item) Enqueue(item);
    }

    /// <summary>A change as the selection sees it; null where it doesn't concern it.</summary>
    public WatchItem? Seen(CacheEvent change)
    {
        var isIn = change.Object is not null && Selection.Includes(change.Object);
        var wasIn = change.Previous is not null && Selection.Includes(change.Previous);
        if (isIn) return new(wasIn ? WatchEventType.Modified : WatchEventType.Added, change.Object, change.Revision);
        return wasIn ? new(WatchEventType.Deleted, change.Object is null ? change.Previous : Departed(change), change.Revision) : null;
    }

    /// <summary>Tells how far the watch has come.</summary>
    public void OfferBookmark(long revision)
    {
        if (WantsBookmarks) Enqueue(new(WatchEventType.Bookmark, null, revision));
    }

    /// <summary>Ends the watch from the server's side.</summary>
    public void Complete() => queue.Writer.TryComplete();

    // What leaves a selection is shown as it was when it last belonged, at the revision at which it left.
    private static CachedObject Departed(CacheEvent change) => CachedObjectReader.AtRevision(change.Previous!, change.Revision);

    private void Enqueue(in WatchItem item)
    {
        if (!queue.Writer.TryWrite(item)) queue.Writer.TryComplete();
    }
}
