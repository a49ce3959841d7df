using System.Runtime.InteropServices;

namespace Kite.Storage.Sqlite;

/// <summary>Decides writes one after the other, each on top of those before it, and collects the rows that a commit has to make true.</summary>
internal sealed class WriteBatch(KeyIndex index, HeartbeatTail tail, LogReader reader)
{
    private readonly Dictionary<string, LogRow> changed = new(StringComparer.Ordinal);
    private readonly List<LogRow> rows = [];
    private long revision;

    public ReadOnlySpan<LogRow> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>Whether a row is not a heartbeat's.</summary>
    public bool NeedsCommit { get; private set; }

    /// <summary>Whether a row is a heartbeat's.</summary>
    public bool HasHeartbeat { get; private set; }

    /// <summary>The revision after the batch.</summary>
    public long Revision => revision;

    public void Start()
    {
        changed.Clear();
        rows.Clear();
        revision = index.Revision;
        NeedsCommit = HasHeartbeat = false;
    }

    public void Add(WriteRequest request)
    {
        StoreWrite write = request.Write;
        bool isPending = changed.TryGetValue(write.Key, out LogRow before);
        KeyVersion current = isPending ? new KeyVersion(before.Revision, before.Created) : index.Find(write.Key);
        byte[]? value = !current.Exists ? null : isPending ? before.Change.Value : tail.Find(current.Revision) ?? reader.ReadValue(current.Revision);
        StoreEntry? entry = value is null ? null : new StoreEntry(write.Key, value, current.Revision, current.Created);
        bool holds = write.ExpectedRevision is null || write.ExpectedRevision == current.ModRevision;
        if (!holds || (write.Value is null && !current.Exists))
        {
            request.Result = new WriteResult(false, revision, entry);
            return;
        }

        revision++;
        long created = write.Value is null ? 0 : current.Exists ? current.Created : revision;
        LogRow row = new(new StoreEvent(revision, write.Key, write.Value, value, current.ModRevision), created);
        rows.Add(row);
        changed[write.Key] = row;
        NeedsCommit |= !write.IsHeartbeat;
        HasHeartbeat |= write.IsHeartbeat;
        request.Result = new WriteResult(true, revision, write.Value is null ? entry : null);
    }
}
