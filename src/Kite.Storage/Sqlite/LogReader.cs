using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kite.Storage.Sqlite;

/// <summary>Reads rows of the log through one connection; used by one thread at a time.</summary>
[SuppressMessage("Reliability", "CA2213", Justification = "The connection belongs to whoever made it where it is shared with the writer.")]
internal sealed class LogReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly bool ownsConnection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand end;
    private readonly SqliteCommand readValue;
    private readonly SqliteCommand readChanges;
    private readonly SqliteCommand readAll;

    public LogReader(SqliteConnection connection, bool ownsConnection)
    {
        this.connection = connection;
        this.ownsConnection = ownsConnection;
        begin = connection.Prepare("BEGIN");
        end = connection.Prepare("COMMIT");
        readValue = connection.Prepare("SELECT value, checksum FROM log WHERE revision = @revision", "@revision");
        readAll = connection.Prepare("SELECT revision, value, checksum FROM log");
        readChanges = connection.Prepare(
            """
            SELECT revision, key, value, checksum, previous FROM log
            WHERE revision > @after AND revision <= @until ORDER BY revision LIMIT @limit
            """,
            "@after",
            "@until",
            "@limit");
    }

    /// <summary>Makes all reads until <see cref="EndSnapshot"/> see one state: that of the first read.</summary>
    public void BeginSnapshot() => begin.ExecuteNonQuery();

    public void EndSnapshot() => end.ExecuteNonQuery();

    /// <summary>The value that a revision wrote; null where the row is gone.</summary>
    public byte[]? ReadValue(long revision)
    {
        readValue.Parameters[0].Value = revision;
        using SqliteDataReader reader = readValue.ExecuteReader();
        return reader.Read() ? ReadChecked(reader, revision, 0, 1) : null;
    }

    /// <summary>Reads every row once, as a check.</summary>
    /// <exception cref="StoreUnavailableException">A value is not what was written.</exception>
    public void Verify()
    {
        using SqliteDataReader reader = readAll.ExecuteReader();
        while (reader.Read())
        {
            // In place: a copy of every value would be garbage of the store's whole size at each start.
            if (RowChecksum.Compute(reader.GetInt64(0), raw.sqlite3_column_blob(reader.Handle!, 1)) != reader.GetInt64(2))
            {
                throw StoreErrors.Damaged(connection.DataSource);
            }
        }
    }

    /// <summary>Reads the changes after one revision and up to another, in order, into <paramref name="changes"/>; at most <paramref name="limit"/>.</summary>
    public void ReadChanges(long after, long until, int limit, List<StoreEvent> changes)
    {
        readChanges.Parameters[0].Value = after;
        readChanges.Parameters[1].Value = until;
        readChanges.Parameters[2].Value = limit;
        using SqliteDataReader reader = readChanges.ExecuteReader();
        while (reader.Read())
        {
            long revision = reader.GetInt64(0);
            changes.Add(new StoreEvent(revision, reader.GetString(1), ReadChecked(reader, revision, 2, 3), reader.GetInt64(4)));
        }
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])[begin, end, readValue, readChanges, readAll])
        {
            command.Dispose();
        }

        if (ownsConnection)
        {
            connection.Dispose();
        }
    }

    private byte[]? ReadChecked(SqliteDataReader reader, long revision, int value, int checksum)
    {
        byte[]? bytes = reader.IsDBNull(value) ? null : reader.GetFieldValue<byte[]>(value);
        return RowChecksum.Compute(revision, bytes) == reader.GetInt64(checksum) ? bytes : throw StoreErrors.Damaged(connection.DataSource);
    }
}
