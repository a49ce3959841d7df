namespace Kite.Storage.Sqlite;

/// <summary>Where the SQLite store lives and how much history it keeps.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file; it and its directory are created (0600, 0700) where missing.</summary>
    public string Path { get; set; } = "";

    /// <summary>How long superseded values can still be read and watched from; a little more where the upkeep has not come round yet.</summary>
    public TimeSpan HistoryAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>At most about how many revisions of history are kept, however young.</summary>
    public int HistoryLimit { get; set; } = 50_000;

    /// <summary>How long a heartbeat may live in memory only.</summary>
    public TimeSpan HeartbeatFlushInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often history, free pages and the write-ahead log are looked after.</summary>
    public TimeSpan UpkeepInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Writes that would grow the file beyond this many bytes are refused as on a full disk; 0 for no limit.</summary>
    public long MaxFileSize { get; set; }
}
