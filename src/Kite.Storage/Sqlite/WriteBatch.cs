using System.Runtime.InteropServices;

namespace Kite.Storage.Sqlite;

/// <summary>Decides writes one after the other, each on top of those before it, and collects the rows that a commit has to make true. Asks memory only.</summary>
internal sealed class WriteBatch(KeyIndex index)
{
    private readonly Dictionary<string, KeyVersion> changed = new(StringComparer.Ordinal);
    private readonly List<LogRow> rows = [];
    private long revision;

    public ReadOnlySpan<LogRow> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>Whether a row is not a heartbeat's.</summary>
    public bool NeedsCommit { get; private set; }

    /// <summary>Whether a row is a heartbeat's.</summary>
    public bool HasHeartbeat { get; private set; }

    /// <summary>The revision after the batch.</summary>
    public long Revision => revision;

    public void Decide(List<WriteRequest> requests)
    {
        changed.Clear();
        rows.Clear();
        revision = index.Revision;
        NeedsCommit = HasHeartbeat = false;
        foreach (WriteRequest request in requests)
        {
            Decide(request, isAlone: requests.Count == 1);
        }
    }

    private void Decide(WriteRequest request, bool isAlone)
    {
        bool holds = Holds(request.Write, out KeyVersion current) && (request.Others is null || request.Others.All(other => Holds(other, out _)));
        if (holds)
        {
            Append(request.Write, current, isAlone);
            foreach (StoreWrite other in request.Others ?? [])
            {
                Holds(other, out current);
                Append(other, current, isAlone);
            }
        }

        request.Result = new WriteResult(holds, revision);
    }

    private bool Holds(in StoreWrite write, out KeyVersion current)
    {
        current = changed.Count > 0 && changed.TryGetValue(write.Key, out KeyVersion pending) ? pending : index.Find(write.Key);
        return (write.ExpectedRevision is null || write.ExpectedRevision == current.ModRevision) && (write.Value is not null || current.Exists);
    }

    private void Append(in StoreWrite write, KeyVersion current, bool isAlone)
    {
        revision++;
        long created = write.Value is null ? 0 : current.Exists ? current.Created : revision;
        rows.Add(new LogRow(new StoreEvent(revision, write.Key, write.Value, current.ModRevision), created));
        if (!isAlone)
        {
            changed[write.Key] = new KeyVersion(revision, created);
        }

        NeedsCommit |= !write.IsHeartbeat;
        HasHeartbeat |= write.IsHeartbeat;
    }
}
