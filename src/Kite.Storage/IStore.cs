namespace Kite.Storage;

/// <summary>
/// An ordered key-value store with revisions: one 64-bit revision counts the writes to all keys, every write is its own revision, and every change can be watched in revision order.
/// </summary>
/// <remarks>Keys are UTF-8 text ordered by bytes. Values are opaque bytes. All members may be called from any thread.</remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>The revision of the last acknowledged write.</summary>
    long CurrentRevision { get; }

    /// <summary>The oldest revision that can still be read at or watched from.</summary>
    long CompactedRevision { get; }

    /// <summary>How much of the disk the store takes, in bytes.</summary>
    long SizeInBytes { get; }

    /// <summary>Reads the current state of a key, or null.</summary>
    ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Reads the keys of a range in order, all at one revision.</summary>
    /// <exception cref="CompactedException">The revision asked for is compacted.</exception>
    /// <exception cref="FutureRevisionException">The revision asked for has not been written yet.</exception>
    ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one key if its condition holds; deleting a key that doesn't exist counts as a condition that does not hold. Completes only once the write is durable (heartbeats excepted) and every watcher has been handed its event,
    /// so that what a watcher keeps is never older than what a writer was told.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can't write, for example because the disk is full; nothing was changed.</exception>
    ValueTask<WriteResult> WriteAsync(StoreWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Writes several keys in order if all conditions hold, else none: all are durable together, each with a revision of its own, one after the other. The keys must differ. Otherwise as <see cref="WriteAsync(StoreWrite, CancellationToken)"/>.
    /// </summary>
    /// <returns>The revision of the last write where they succeeded.</returns>
    /// <exception cref="StoreUnavailableException">The store can't write; nothing was changed.</exception>
    ValueTask<WriteResult> WriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken);

    /// <summary>
    /// Hands every change of the keys under a prefix, after <paramref name="afterRevision"/>, to the watcher: in revision order, none missed, none twice, until disposed.
    /// </summary>
    /// <remarks>The history is handed over on the caller's thread before this returns.</remarks>
    /// <exception cref="CompactedException">The revision is compacted.</exception>
    /// <exception cref="FutureRevisionException">The revision has not been written yet.</exception>
    IDisposable Watch(string prefix, long afterRevision, IStoreWatcher watcher);

    /// <summary>Forgets the history before a revision; current values stay.</summary>
    /// <exception cref="FutureRevisionException">The revision has not been written yet.</exception>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken);

    /// <summary>Forgets all history and removes what is superseded or deleted from the disk for good: nothing of it is left in the store's files. Writes wait meanwhile.</summary>
    ValueTask EraseHistoryAsync(CancellationToken cancellationToken);
}
