using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>Makes committed changes visible and hands them to the watchers; replays history to those who start in the past.</summary>
internal sealed partial class WatchList(KeyIndex index, HeartbeatTail tail, LogReaderPool readers, ILogger logger)
{
    private const int ReplayChunk = 256;

    private readonly Lock gate = new();
    private readonly List<StoreEvent> changes = [];
    private WatchSubscription[] subscriptions = [];

    /// <summary>Called by the writer thread with rows that are on disk (then so are all heartbeats before them), or that are heartbeats.</summary>
    public void Publish(ReadOnlySpan<LogRow> rows, bool isDurable)
    {
        lock (gate)
        {
            if (isDurable)
            {
                tail.Clear();
            }
            else
            {
                tail.Add(rows);
            }

            if (rows.IsEmpty)
            {
                return;
            }

            index.Apply(rows);
            changes.Clear();
            foreach (ref readonly LogRow row in rows)
            {
                changes.Add(row.Change);
            }

            foreach (WatchSubscription subscription in subscriptions)
            {
                Deliver(subscription, rows[^1].Revision);
            }

            changes.Clear();
        }
    }

    public WatchSubscription Add(string prefix, long after, IStoreWatcher watcher)
    {
        var subscription = new WatchSubscription(this, prefix, watcher);
        LogReader reader = readers.Rent();
        try
        {
            // Most of the history is replayed without holding up the writer; only what came in meanwhile is left for the lock.
            long position = after;
            bool isFull = true;
            while (isFull)
            {
                (position, isFull) = Replay(reader, subscription, position, ReplayChunk);
            }

            lock (gate)
            {
                (position, _) = Replay(reader, subscription, position, int.MaxValue);
                StoreEvent[] heartbeats = [.. tail.Snapshot().Select(row => row.Change).Where(change => change.Revision > position)];
                subscription.Deliver(heartbeats, index.Revision);
                subscriptions = [.. subscriptions, subscription];
            }

            return subscription;
        }
        finally
        {
            readers.Return(reader);
        }
    }

    public void Remove(WatchSubscription subscription)
    {
        lock (gate)
        {
            subscriptions = [.. subscriptions.Where(other => other != subscription)];
        }
    }

    private (long Position, bool IsFull) Replay(LogReader reader, WatchSubscription subscription, long after, int limit)
    {
        List<StoreEvent> replayed = [];
        long until = index.Revision;
        reader.BeginSnapshot();
        try
        {
            reader.ReadChanges(after, until, limit, replayed);

            // Checked once the snapshot stands: rows that compaction removes after this are still in it.
            index.EnsureReadable(after);
        }
        finally
        {
            reader.EndSnapshot();
        }

        if (replayed.Count == 0)
        {
            return (after, false);
        }

        subscription.Deliver(CollectionsMarshal.AsSpan(replayed), replayed[^1].Revision);
        return (replayed[^1].Revision, replayed.Count == limit);
    }

    private void Deliver(WatchSubscription subscription, long revision)
    {
        try
        {
            subscription.Deliver(CollectionsMarshal.AsSpan(changes), revision);
        }
        catch (Exception e)
        {
            // A watcher that has missed an event must not hear of later ones.
            Log.WatcherFailed(logger, e);
            Remove(subscription);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A watcher of the store failed and was dropped")]
        public static partial void WatcherFailed(ILogger logger, Exception exception);
    }
}
