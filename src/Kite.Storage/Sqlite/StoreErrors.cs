using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>Says in an operator's words what SQLite's errors mean.</summary>
internal static class StoreErrors
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, NoSpace = 13, CannotOpen = 14, NotADatabase = 26;

    public static StoreUnavailableException Translate(string path, SqliteException error) => new(
        error.SqliteErrorCode switch
        {
            NoSpace => Full(path).Message,
            InputOutput => $"the store {path} can't be read or written ({error.Message}); check its disk and free space",
            ReadOnly or CannotOpen => $"the store {path} can't be opened for writing; check its permissions and that its file system is mounted read-write",
            Corrupt or NotADatabase => Damaged(path).Message,
            Busy or Locked => $"the store {path} is locked by another process; stop it",
            _ => $"the store {path} failed: {error.Message}",
        },
        error);

    public static bool IsFull(SqliteException error) => error.SqliteErrorCode == NoSpace;

    public static StoreUnavailableException Full(string path) => new(
        $"the store {path} can't be written: no space is left; free some on its file system, or delete objects");

    public static StoreUnavailableException Damaged(string path) => new(
        $"the store {path} is damaged; restore it from a backup, or move it and its -wal file away to start empty");

    public static StoreUnavailableException Foreign(string path) => new(
        $"{path} is not a Kite store and was left untouched; move it away or choose another data directory");

    public static StoreUnavailableException Newer(string path, int version) => new(
        $"the store {path} has schema version {version}, this Kite knows up to {LogSchema.Version}; run the newer Kite that wrote it");

    public static StoreUnavailableException InUse(string path) => new(
        $"the store {path} is in use by another process; stop it first");

    public static StoreUnavailableException Unwritable(string path, Exception error) => new(
        $"the store {path} can't be created or written ({error.Message}); check the directory's permissions and that its file system is mounted read-write", error);
}
