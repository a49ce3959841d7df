namespace Kite.Storage.Sqlite;

/// <summary>Sees to it that no heartbeat stays in memory only for longer than agreed.</summary>
internal sealed class HeartbeatFlush : IAsyncDisposable
{
    private readonly TimeSpan interval;
    private readonly Committer committer;
    private readonly WriterThread thread;
    private readonly HeartbeatTail tail;
    private readonly ITimer timer;
    private int isScheduled;

    public HeartbeatFlush(SqliteStoreOptions options, Committer committer, WriterThread thread, HeartbeatTail tail, TimeProvider time)
    {
        interval = options.HeartbeatFlushInterval;
        this.committer = committer;
        this.thread = thread;
        this.tail = tail;
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>To be called after a heartbeat.</summary>
    public void Schedule()
    {
        if (tail.Count > 0 && Interlocked.Exchange(ref isScheduled, 1) == 0)
        {
            timer.Change(interval, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Flush()
    {
        Volatile.Write(ref isScheduled, 0);

        // Where the queue is full, writes are on their way that will take the heartbeats along.
        thread.TryEnqueue(new WriterStep(() =>
        {
            if (tail.Count > 0)
            {
                committer.Flush(null, isLast: false);
            }

            return true;
        }));
    }
}
