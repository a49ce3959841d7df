namespace Kite.Storage.Sqlite;

/// <summary>One row of the log: a change and the revision that created its key (0 where the change is a deletion).</summary>
internal readonly record struct LogRow(StoreEvent Change, long Created)
{
    public long Revision => Change.Revision;
}
