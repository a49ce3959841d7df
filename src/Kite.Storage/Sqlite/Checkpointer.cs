using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>Copies the write-ahead log into the database: on a connection of its own, away from the writer, and where that falls behind, on the writer's.</summary>
/// <remarks>SQLite begins the log anew only where all of it had been copied when a transaction started, which seldom happens while writes are dense.</remarks>
internal sealed class Checkpointer(StoreFile file, LogWriter writer, UpkeepBell upkeep) : IDisposable
{
    /// <summary>With this many pages (4 MB) in the log it is copied.</summary>
    private const long PagesToStart = 1024;

    /// <summary>With this many pages (8 MB), writes so dense that the log never begins anew, the writer makes a pause for the rest.</summary>
    private const long PagesToPause = 2048;

    /// <summary>With this many pages (16 MB), a disk or processor too slow for what is written, writers wait for the copying that is under way.</summary>
    private const long PagesToWait = 4096;

    private const long WorthShortening = 256 << 10;

    private readonly SqliteConnection connection = file.Connect(readOnly: false);
    private readonly Lock copying = new();
    private long pagesCopied;
    private long pagesAtBeginning;
    private long pagesAtLastRing;
    private long pagesAtLastPause;

    /// <summary>Whether there is enough to do: a long log, or a file that a checkpoint would shorten.</summary>
    public bool IsDue()
    {
        long pages = writer.PagesWritten - Volatile.Read(ref pagesCopied);
        return pages >= PagesToStart || (pages > 0 && new FileInfo(file.Path).Length - (connection.Scalar("PRAGMA page_count") * LogSchema.PageSize) >= WorthShortening);
    }

    /// <summary>Copies what can be copied while the writer goes on.</summary>
    public void Run()
    {
        lock (copying)
        {
            Copy(connection);
        }
    }

    /// <summary>Has the log copied where it has become long, and copies it at once where that falls behind. For whoever has the writer's turn, between two transactions.</summary>
    public void KeepUp()
    {
        long pages = writer.PagesWritten;
        if (pages - pagesAtLastRing >= PagesToStart)
        {
            pagesAtLastRing = pages;
            upkeep.Ring();
        }

        // Someone who reads from the log keeps it from beginning anew: the next attempt comes some pages later.
        long length = pages - Volatile.Read(ref pagesAtBeginning);
        if (length >= PagesToPause && pages - pagesAtLastPause >= PagesToStart && copying.TryEnter(length >= PagesToWait ? Timeout.InfiniteTimeSpan : TimeSpan.Zero))
        {
            try
            {
                pagesAtLastPause = pages;
                if (writer.Checkpoint(Copy))
                {
                    Volatile.Write(ref pagesAtBeginning, pages);
                }
            }
            finally
            {
                copying.Exit();
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private bool Copy(SqliteConnection through)
    {
        long pages = writer.PagesWritten;
        CheckpointResult result = CheckpointResult.Run(through, CheckpointMode.Passive);
        if (result.IsComplete)
        {
            Volatile.Write(ref pagesCopied, pages);
        }

        // What the log holds tells when it began; it may have grown since the pages were counted.
        Volatile.Write(ref pagesAtBeginning, Math.Max(pagesAtBeginning, pages - result.Pages));
        return result.IsComplete;
    }
}
