namespace Kite.Storage.Sqlite;

/// <summary>A row of the log without its value; read once per row at start.</summary>
internal struct LogHead
{
    public long Revision { get; set; }

    public string Key { get; set; }

    public long Created { get; set; }
}
