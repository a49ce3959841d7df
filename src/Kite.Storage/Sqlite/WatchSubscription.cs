using System.Runtime.InteropServices;

namespace Kite.Storage.Sqlite;

/// <summary>One watcher and the keys that it wants to hear of; guarded by its <see cref="WatchList"/>.</summary>
internal sealed class WatchSubscription(WatchList owner, string prefix, IStoreWatcher watcher) : IDisposable
{
    private readonly List<StoreEvent> matching = [];

    /// <summary>Hands over those of the changes that it wants, or else how far the store has come.</summary>
    public void Deliver(ReadOnlySpan<StoreEvent> changes, long revision)
    {
        matching.Clear();
        foreach (ref readonly StoreEvent change in changes)
        {
            if (change.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                matching.Add(change);
            }
        }

        if (matching.Count > 0)
        {
            watcher.OnEvents(CollectionsMarshal.AsSpan(matching));
        }

        if (matching.Count == 0 || matching[^1].Revision < revision)
        {
            watcher.OnProgress(revision);
        }

        matching.Clear();
    }

    public void Dispose() => owner.Remove(this);
}
