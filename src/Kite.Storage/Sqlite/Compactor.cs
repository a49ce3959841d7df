namespace Kite.Storage.Sqlite;

/// <summary>Removes history and gives its pages back to the file system, in steps that writes can pass between.</summary>
internal sealed class Compactor(StoreFile file, KeyIndex index, Committer committer, LogWriter writer, WriterThread thread, UpkeepBell upkeep)
{
    private const int RowsPerStep = 500;
    private const int PagesPerStep = 64;

    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(20);

    public async Task CompactAsync(long revision, CancellationToken cancellationToken)
    {
        index.Compact(revision);
        while (await RunAsync(RemoveRows, cancellationToken))
        {
        }

        while (await RunAsync(() => writer.Vacuum(PagesPerStep), cancellationToken))
        {
        }

        // The file becomes shorter with the next checkpoint.
        upkeep.Ring();
    }

    /// <summary>Removes all history, and builds the file and the write-ahead log anew so that its bytes are gone too.</summary>
    public async Task EraseAsync(CancellationToken cancellationToken)
    {
        await CompactAsync(index.Revision, cancellationToken);
        await RunAsync(writer.Rebuild, cancellationToken);
        while (!await RunAsync(EmptyLog, cancellationToken))
        {
            // Someone is still reading from the log, or copying it.
            await Task.Delay(RetryPeriod, cancellationToken);
        }
    }

    private bool EmptyLog()
    {
        if (!writer.CheckpointFully())
        {
            return false;
        }

        file.ReserveLog();
        return true;
    }

    private async Task<bool> RunAsync(Func<bool> run, CancellationToken cancellationToken)
    {
        var step = new WriterStep(run);
        await thread.EnqueueAsync(step, cancellationToken);
        return await step.Completion;
    }

    private bool RemoveRows()
    {
        List<SupersededRow> rows = index.Removable(RowsPerStep);
        if (rows.Count == 0)
        {
            return false;
        }

        long compacted = index.Compacted;
        committer.Flush(
            log =>
            {
                log.SetCompacted(compacted);
                rows.ForEach(row => log.Remove(row.Revision));
            },
            isLast: false);
        index.Forget(rows);
        return rows.Count == RowsPerStep;
    }
}
