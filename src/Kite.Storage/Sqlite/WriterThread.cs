using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>
/// The one thread that writes. What has queued up while a commit was on its way to the disk becomes the next commit; nothing ever waits for a timer.
/// </summary>
internal sealed partial class WriterThread(StoreFile file, Committer committer, ILogger logger) : IDisposable
{
    private const int MaxBatch = 1024;
    private const int MaxBatchBytes = 8 << 20;

    private readonly Channel<WriterTask> queue = Channel.CreateBounded<WriterTask>(new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });
    private readonly AutoResetEvent queued = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteRequest> batch = [];
    private int batchBytes;

    public void Start() => new Thread(Run) { Name = "kite-store-writer", IsBackground = true }.Start();

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
        queue.Writer.TryComplete();
        queued.Set();
        return ended.Task;
    }

    public void Dispose() => queued.Dispose();

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
            step.Run();
            return;
        }

        var request = (WriteRequest)task;
        batch.Add(request);
        batchBytes += request.Write.Value?.Length ?? 0;
        if (batch.Count >= MaxBatch || batchBytes >= MaxBatchBytes)
        {
            CommitBatch();
        }
    }

    private void CommitBatch()
    {
        try
        {
            committer.Commit(batch);
        }
        catch (Exception e)
        {
            Log.WriteFailed(logger, e);
            batch.ForEach(request => request.Fail(new StoreUnavailableException("the store failed unexpectedly; see the log", e)));
        }

        batch.Clear();
        batchBytes = 0;
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
