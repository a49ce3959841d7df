using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

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

    public LogReader(SqliteConnection connection, bool ownsConnection)
    {
        this.connection = connection;
        this.ownsConnection = ownsConnection;
        begin = connection.Prepare("BEGIN");
        end = connection.Prepare("COMMIT");
        readValue = connection.Prepare("SELECT value FROM log WHERE revision = @revision", "@revision");
        readChanges = connection.Prepare(
            """
            SELECT change.revision, change.key, change.value, change.previous, before.value
            FROM log AS change LEFT JOIN log AS before ON before.revision = change.previous
            WHERE change.revision > @after AND change.revision <= @until ORDER BY change.revision LIMIT @limit
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
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<byte[]>(0) : null;
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
            changes.Add(new StoreEvent(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4),
                reader.GetInt64(3)));
        }
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])[begin, end, readValue, readChanges])
        {
            command.Dispose();
        }

        if (ownsConnection)
        {
            connection.Dispose();
        }
    }
}
