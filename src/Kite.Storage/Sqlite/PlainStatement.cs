using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kite.Storage.Sqlite;

/// <summary>A statement without parameters and rows, run without ADO.NET around it: BEGIN and COMMIT are part of every write.</summary>
internal sealed class PlainStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public PlainStatement(SqliteConnection connection, string text)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(database, text, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        raw.sqlite3_step(statement);
        Check(raw.sqlite3_reset(statement));
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
