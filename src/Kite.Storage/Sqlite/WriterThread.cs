using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>
/// Takes writes in turn. What has queued up while a commit was on its way to the disk becomes the next commit, on a thread of its own; nothing ever waits for a timer.
/// A write that comes alone, as the one before it did, is committed by the thread that asks for it: two hand-overs between threads take longer than many a disk.
/// </summary>
internal sealed partial class WriterThread(StoreFile file, Committer committer, Checkpointer checkpointer, ILogger logger) : IDisposable
{
    private const int MaxBatch = 1024;
    private const int MaxBatchBytes = 8 << 20;

    /// <summary>Where the last commit took longer (an SD card), callers are better off waiting than blocked.</summary>
    private static readonly TimeSpan QuickCommit = TimeSpan.FromMilliseconds(3);

    private readonly Channel<WriterTask> queue = Channel.CreateBounded<WriterTask>(new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });
    private readonly AutoResetEvent queued = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock turn = new();
    private readonly List<WriteRequest> batch = [];
    private readonly List<WriteRequest> alone = [];
    private TimeSpan lastCommit;
    private bool isCrowded;
    private bool isStopping;
    private int batchBytes;

    public void Start() => new Thread(Run) { Name = "kite-store-writer", IsBackground = true }.Start();

    /// <summary>Commits the write, at once or together with others.</summary>
    public async ValueTask<WriteResult> WriteAsync(StoreWrite write, StoreWrite[]? others, CancellationToken cancellationToken)
    {
        if (TryCommitAlone(write, others) is { } done)
        {
            return await done.Completion;
        }

        var request = new WriteRequest(write, others, isQueued: true);
        await EnqueueAsync(request, cancellationToken);
        return await request.Completion;
    }

    public async ValueTask EnqueueAsync(WriterTask task, CancellationToken cancellationToken)
    {
        try
        {
            if (!queue.Writer.TryWrite(task))
            {
                await queue.Writer.WriteAsync(task, cancellationToken);
            }
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteStore));
        }

        queued.Set();
    }

    /// <summary>Queues the task unless the queue is full or closed.</summary>
    public void TryEnqueue(WriterTask task)
    {
        if (queue.Writer.TryWrite(task))
        {
            queued.Set();
        }
    }

    /// <summary>Does what is queued, refuses anything new, writes the heartbeats and ends.</summary>
    public Task StopAsync()
    {
        lock (turn)
        {
            isStopping = true;
        }

        queue.Writer.TryComplete();
        queued.Set();
        return ended.Task;
    }

    public void Dispose() => queued.Dispose();

    private WriteRequest? TryCommitAlone(in StoreWrite write, StoreWrite[]? others)
    {
        if (isCrowded || lastCommit > QuickCommit || queue.Reader.Count > 0 || !turn.TryEnter())
        {
            return null;
        }

        try
        {
            if (isStopping)
            {
                return null;
            }

            var request = new WriteRequest(write, others, isQueued: false);
            alone.Add(request);
            Commit(alone);
            return request;
        }
        finally
        {
            turn.Exit();
        }
    }

    private void Run()
    {
        while (true)
        {
            if (queue.Reader.TryRead(out WriterTask? task))
            {
                Guard(() => Take(task), task);
            }
            else if (batch.Count > 0)
            {
                CommitBatch();
            }
            else if (queue.Reader.Completion.IsCompleted)
            {
                break;
            }
            else
            {
                queued.WaitOne();
            }
        }

        Guard(() => committer.Flush(null, isLast: true), null);
        ended.TrySetResult();
    }

    private void Take(WriterTask task)
    {
        if (task is WriterStep step)
        {
            CommitBatch();
            lock (turn)
            {
                step.Run();
                checkpointer.KeepUp();
            }

            return;
        }

        var request = (WriteRequest)task;
        batch.Add(request);
        batchBytes += request.Bytes;
        if (batch.Count >= MaxBatch || batchBytes >= MaxBatchBytes)
        {
            CommitBatch();
        }
    }

    private void CommitBatch()
    {
        if (batch.Count == 0)
        {
            return;
        }

        lock (turn)
        {
            Commit(batch);
        }

        batchBytes = 0;
    }

    /// <summary>Commits with the turn in hand, and empties the list.</summary>
    private void Commit(List<WriteRequest> requests)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            committer.Commit(requests);
        }
        catch (Exception e)
        {
            Log.WriteFailed(logger, e);
            requests.ForEach(request => request.Fail(new StoreUnavailableException("the store failed unexpectedly; see the log", e)));
        }

        lastCommit = Stopwatch.GetElapsedTime(started);
        isCrowded = requests.Count > 1;
        requests.Clear();
        Guard(checkpointer.KeepUp, null);
    }

    private void Guard(Action action, WriterTask? task)
    {
        try
        {
            action();
        }
        catch (SqliteException e)
        {
            StoreUnavailableException failure = StoreErrors.Translate(file.Path, e);
            Log.StepFailed(logger, failure.Message);
            task?.Fail(failure);
        }
        catch (Exception e)
        {
            Log.WriteFailed(logger, e);
            task?.Fail(new StoreUnavailableException("the store failed unexpectedly; see the log", e));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The store's writer failed; its writers have been told")]
        public static partial void WriteFailed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The store's upkeep failed: {Reason}")]
        public static partial void StepFailed(ILogger logger, string reason);
    }
}
