using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kite.Storage.Sqlite;

/// <summary>The only connection that writes; used by the writer thread alone once the store is open.</summary>
internal sealed class LogWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly PlainStatement begin;
    private readonly PlainStatement commit;
    private readonly AppendStatement append;
    private readonly SqliteCommand remove;
    private readonly SqliteCommand setCompacted;
    private readonly SqliteCommand setFloor;
    private readonly long maxPages;
    private long pagesWritten;

    public LogWriter(SqliteConnection connection, long maxFileSize)
    {
        this.connection = connection;
        connection.Scalar("PRAGMA synchronous = FULL");

        // A reader that comes while the log begins anew takes the writer's lock for a moment, to see whether the log is whole.
        connection.Scalar("PRAGMA busy_timeout = 1000");
        connection.Scalar("PRAGMA wal_autocheckpoint = 0");
        connection.Scalar("PRAGMA cache_size = -2048");
        connection.Scalar("PRAGMA journal_size_limit = 8388608");
        maxPages = maxFileSize / LogSchema.PageSize;
        LendReserve(false);

        begin = new PlainStatement(connection, "BEGIN IMMEDIATE");
        commit = new PlainStatement(connection, "COMMIT");
        append = new AppendStatement(connection);
        remove = connection.Prepare("DELETE FROM log WHERE revision = @revision", "@revision");
        setCompacted = connection.Prepare("UPDATE meta SET value = @value WHERE name = 'compacted'", "@value");
        setFloor = connection.Prepare("UPDATE meta SET value = @value WHERE name = 'floor'", "@value");
        Floor = connection.Scalar("SELECT value FROM meta WHERE name = 'floor'");
    }

    /// <summary>After a crash the store continues at this revision or above, so revisions below it may be given away before they are on disk.</summary>
    public long Floor { get; private set; }

    /// <summary>How many pages have gone to the write-ahead log since the start. Any thread may ask.</summary>
    public long PagesWritten => Volatile.Read(ref pagesWritten);

    public void LoadInto(KeyIndex index) => index.Load(
        connection.Query<LogHead>("SELECT revision AS Revision, key AS Key, created AS Created FROM log ORDER BY revision", buffered: false),
        connection.Scalar("SELECT value FROM meta WHERE name = 'compacted'"),
        Floor);

    public void Begin() => begin.Run();

    /// <summary>Lets the next writes have the pages that are kept for removals where the size of the file is limited, or not.</summary>
    public void LendReserve(bool isLent)
    {
        if (maxPages > 0)
        {
            connection.Scalar($"PRAGMA max_page_count = {(isLent ? maxPages : maxPages - (maxPages / 16))}");
        }
    }

    public void Append(ReadOnlySpan<LogRow> rows)
    {
        foreach (ref readonly LogRow row in rows)
        {
            append.Run(row);
        }
    }

    public void Remove(long revision)
    {
        remove.Parameters[0].Value = revision;
        remove.ExecuteNonQuery();
    }

    public void SetCompacted(long revision)
    {
        setCompacted.Parameters[0].Value = revision;
        setCompacted.ExecuteNonQuery();
    }

    /// <summary>Commits; all or nothing, and on disk when it returns.</summary>
    /// <param name="floor">The new floor; unchanged where it is the old one.</param>
    public void Commit(long floor)
    {
        if (floor != Floor)
        {
            setFloor.Parameters[0].Value = floor;
            setFloor.ExecuteNonQuery();
        }

        commit.Run();
        Floor = floor;
        CountPages();
    }

    /// <summary>Ends a transaction that failed; SQLite may have ended it already.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle!) == 0)
        {
            connection.Scalar("ROLLBACK");
        }
    }

    /// <summary>Gives at most so many free pages back to the file system, keeping some for the next writes; false when there is nothing left to do.</summary>
    public bool Vacuum(int pages)
    {
        const long minimumSlack = 64;
        long free = connection.Scalar("PRAGMA freelist_count");
        long slack = Math.Max(minimumSlack, connection.Scalar("PRAGMA page_count") / 8);
        if (free <= slack)
        {
            return false;
        }

        connection.Scalar($"PRAGMA incremental_vacuum({Math.Min(pages, free - slack)})");
        CountPages();
        return true;
    }

    /// <summary>Lets the checkpointer use this connection.</summary>
    public bool Checkpoint(Func<SqliteConnection, bool> copy) => copy(connection);

    /// <summary>Copies all of the write-ahead log into the database and empties it; false where others use it.</summary>
    public bool CheckpointFully() => CheckpointResult.Run(connection, CheckpointMode.Truncate).IsComplete;

    /// <summary>Writes the whole database anew, which leaves nothing behind of rows that were removed.</summary>
    public bool Rebuild()
    {
        connection.Scalar("VACUUM");
        CountPages();
        return true;
    }

    public void Dispose()
    {
        foreach (IDisposable command in (IDisposable[])[begin, commit, remove, setCompacted, setFloor])
        {
            command.Dispose();
        }

        append.Dispose();
        connection.Dispose();
    }

    private void CountPages()
    {
        raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 0);
        Volatile.Write(ref pagesWritten, pages);
    }
}
