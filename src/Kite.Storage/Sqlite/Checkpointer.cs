using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>Copies the write-ahead log into the database on a connection of its own, away from the writer.</summary>
internal sealed class Checkpointer(StoreFile file, LogWriter writer, WriterThread thread) : IDisposable
{
    /// <summary>With this many pages (4 MB) in the log it is copied.</summary>
    public const long PagesToStart = 1024;

    /// <summary>With this many pages (8 MB), writes so dense that the log never becomes empty, the writer makes a pause for the rest.</summary>
    private const long PagesToPause = 2048;

    private const long WorthShortening = 256 << 10;

    private readonly SqliteConnection connection = file.Connect(readOnly: false);
    private long pagesDone;

    /// <summary>Whether there is enough to do: a long log, or a file that a checkpoint would shorten.</summary>
    public bool IsDue()
    {
        long pages = writer.PagesWritten - pagesDone;
        return pages >= PagesToStart || (pages > 0 && new FileInfo(file.Path).Length - (connection.Scalar("PRAGMA page_count") * LogSchema.PageSize) >= WorthShortening);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long pages = writer.PagesWritten;
        bool isDone = Run(connection, CheckpointMode.Passive);
        if (!isDone && pages - pagesDone >= PagesToPause)
        {
            // A second round leaves only what was written during the first.
            Run(connection, CheckpointMode.Passive);
            var step = new WriterStep(writer.Checkpoint);
            await thread.EnqueueAsync(step, cancellationToken);
            isDone = await step.Completion;
        }

        pagesDone = isDone ? pages : pagesDone;
    }

    /// <summary>Checkpoints; true when the whole log was copied.</summary>
    public static bool Run(SqliteConnection connection, CheckpointMode mode)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = mode == CheckpointMode.Truncate ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)";
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() && reader.GetInt64(0) == 0 && reader.GetInt64(1) == reader.GetInt64(2);
    }

    public void Dispose() => connection.Dispose();
}
