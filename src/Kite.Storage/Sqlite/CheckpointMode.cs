namespace Kite.Storage.Sqlite;

/// <summary>How far a checkpoint goes.</summary>
internal enum CheckpointMode
{
    /// <summary>Copies what can be copied without making anyone wait.</summary>
    Passive,

    /// <summary>Waits for readers and writers, and empties the write-ahead log's file.</summary>
    Truncate,
}
