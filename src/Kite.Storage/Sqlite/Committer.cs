using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>Makes batches of writes durable, then visible, then acknowledged, in this order. Used by one thread at a time: whoever has the <see cref="WriterThread"/>'s turn.</summary>
internal sealed partial class Committer(StoreFile file, LogWriter writer, KeyIndex index, HeartbeatTail tail, WatchList watchers, SpaceReserve reserve, UpkeepBell upkeep, ILogger logger)
{
    /// <summary>How many revisions are put aside for heartbeats at a time; a crash skips at most these.</summary>
    private const int Reservation = 1000;

    /// <summary>With more heartbeats than this in memory the next one is committed.</summary>
    private const int MaxTail = 1000;

    private readonly WriteBatch batch = new(index);
    private bool hasHeartbeats;
    private bool isFailing;

    public void Commit(List<WriteRequest> requests)
    {
        if (!reserve.IsLent || reserve.TryTake())
        {
            CommitAll(requests);
        }
        else
        {
            CommitRemovals(requests, StoreErrors.Full(file.Path));
        }
    }

    /// <summary>Commits what takes things away; all else fails.</summary>
    private void CommitRemovals(List<WriteRequest> requests, StoreUnavailableException failure)
    {
        requests.FindAll(request => !request.IsRemoval).ForEach(request => request.Fail(failure));
        List<WriteRequest> removals = requests.FindAll(request => request.IsRemoval);
        if (removals.Count > 0)
        {
            CommitAll(removals);
        }

        // What was removed, and all history, makes room.
        upkeep.Ring();
    }

    private void CommitAll(List<WriteRequest> requests)
    {
        bool isDurable;
        try
        {
            batch.Decide(requests);
            isDurable = MakeDurable();
        }
        catch (SqliteException e)
        {
            StoreUnavailableException failure = StoreErrors.Translate(file.Path, e);
            if (!isFailing)
            {
                // Once: every writer is told, and there may be many.
                Log.Failing(logger, failure.Message);
                isFailing = true;
            }

            if (StoreErrors.IsFull(e) && !reserve.IsLent)
            {
                reserve.Lend();
                CommitRemovals(requests, failure);
            }
            else
            {
                requests.ForEach(request => request.Fail(failure));
            }

            return;
        }

        if (isFailing && isDurable)
        {
            Log.Recovered(logger);
            isFailing = false;
        }

        watchers.Publish(batch.Rows, isDurable);
        foreach (WriteRequest request in requests)
        {
            request.Complete();
        }
    }

    /// <summary>Commits the heartbeats that are in memory, and with them what <paramref name="change"/> does.</summary>
    public void Flush(Action<LogWriter>? change, bool isLast)
    {
        LogRow[] heartbeats = tail.Snapshot();
        long floor = isLast && writer.Floor > 0 ? index.Revision : writer.Floor;
        writer.Begin();
        try
        {
            writer.Append(heartbeats);
            change?.Invoke(writer);
            writer.Commit(floor);
        }
        catch
        {
            writer.Rollback();
            throw;
        }

        tail.Clear();
    }

    /// <summary>Writes the batch to disk unless it has nothing but heartbeats that may stay in memory; true where it did.</summary>
    private bool MakeDurable()
    {
        hasHeartbeats |= batch.HasHeartbeat;
        if (!batch.NeedsCommit && !(batch.HasHeartbeat && (batch.Revision >= writer.Floor || tail.Count > MaxTail)))
        {
            return false;
        }

        // Where a commit is due anyway, the reservation is renewed early: it costs one more page, not one more commit.
        bool renews = hasHeartbeats && batch.Revision + (Reservation / 10) >= writer.Floor;
        writer.Begin();
        try
        {
            writer.Append(tail.Snapshot());
            writer.Append(batch.Rows);
            writer.Commit(renews ? batch.Revision + 1 + Reservation : writer.Floor);
        }
        catch
        {
            writer.Rollback();
            throw;
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Writes fail: {Reason}")]
        public static partial void Failing(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The store can be written again")]
        public static partial void Recovered(ILogger logger);
    }
}
