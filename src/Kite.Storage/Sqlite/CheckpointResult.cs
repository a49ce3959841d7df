using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>What a checkpoint did.</summary>
/// <param name="IsComplete">The whole log was copied, as long as it was then.</param>
/// <param name="Pages">How long that was.</param>
internal readonly record struct CheckpointResult(bool IsComplete, long Pages)
{
    /// <summary>Checkpoints (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).</summary>
    public static CheckpointResult Run(SqliteConnection connection, CheckpointMode mode)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = mode == CheckpointMode.Truncate ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)";
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        long pages = reader.GetInt64(1);
        return new CheckpointResult(reader.GetInt64(0) == 0 && reader.GetInt64(2) == pages, pages);
    }
}
