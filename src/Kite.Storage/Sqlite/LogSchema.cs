using Dapper;

[module: DapperAot]

namespace Kite.Storage.Sqlite;

/// <summary>The database's tables, and the numbers in its header that say whose it is.</summary>
internal static class LogSchema
{
    /// <summary>"KITE" in ASCII.</summary>
    public const int ApplicationId = 0x4B495445;

    /// <summary>The version of the tables that this code reads and writes.</summary>
    public const int Version = 1;

    public const int PageSize = 4096;

    /// <summary>
    /// The log holds every change once; a key's current value is the newest row that names it. So a write appends one row to the end of one tree.
    /// In <c>meta</c>, <c>compacted</c> is the oldest readable revision, and the store continues at <c>floor</c> or above.
    /// </summary>
    public static readonly string Create = $"""
        PRAGMA page_size = {PageSize};
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        CREATE TABLE log (
            revision INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            created INTEGER NOT NULL,
            previous INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            value BLOB) STRICT;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('compacted', 0), ('floor', 0);
        PRAGMA journal_mode = WAL;
        """;
}
