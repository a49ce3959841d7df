using Microsoft.Extensions.Logging;

namespace Kite.Storage.Sqlite;

/// <summary>The thread that forgets old history, shrinks the file and checkpoints the write-ahead log, every now and then or when woken.</summary>
internal sealed partial class Upkeep : IAsyncDisposable
{
    private readonly HistoryPolicy policy;
    private readonly SpaceReserve reserve;
    private readonly Compactor compactor;
    private readonly Checkpointer checkpointer;
    private readonly KeyIndex index;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly UpkeepBell bell;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer timer;

    public Upkeep(SqliteStoreOptions options, Compactor compactor, Checkpointer checkpointer, KeyIndex index, SpaceReserve reserve, UpkeepBell bell, TimeProvider time, ILogger logger)
    {
        policy = new HistoryPolicy(options);
        this.compactor = compactor;
        this.checkpointer = checkpointer;
        this.index = index;
        this.reserve = reserve;
        this.bell = bell;
        this.time = time;
        this.logger = logger;
        timer = time.CreateTimer(_ => bell.Ring(), null, options.UpkeepInterval, options.UpkeepInterval);
    }

    public void Start() => new Thread(Run) { Name = "kite-store-upkeep", IsBackground = true }.Start();

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await stopping.CancelAsync();
        bell.Ring();
        await ended.Task;
        stopping.Dispose();
    }

    private void Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                RunOnceAsync(stopping.Token).GetAwaiter().GetResult();
            }
            catch (StoreUnavailableException e)
            {
                Log.Postponed(logger, e.Message);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                Log.Failed(logger, e);
            }

            bell.Wait();
        }

        ended.TrySetResult();
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        long target = policy.Next(time.GetUtcNow(), index.Revision, index.Compacted);
        if (reserve.IsLent)
        {
            // A full store has no room for history.
            target = index.Revision;
        }

        if (target > 0)
        {
            await compactor.CompactAsync(target, cancellationToken);
        }

        if (checkpointer.IsDue())
        {
            checkpointer.Run();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store's upkeep is postponed: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The store's upkeep failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
