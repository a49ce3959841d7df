using System.Runtime.InteropServices;

namespace Kite.Storage.Sqlite;

/// <summary>The newest rows of the log where they are heartbeats that are in memory only; every commit flushes them all, so they are always the log's end.</summary>
internal sealed class HeartbeatTail
{
    private readonly Lock gate = new();
    private readonly List<LogRow> rows = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return rows.Count;
            }
        }
    }

    public void Add(ReadOnlySpan<LogRow> added)
    {
        lock (gate)
        {
            rows.AddRange(added);
        }
    }

    public LogRow[] Snapshot()
    {
        lock (gate)
        {
            return [.. rows];
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            rows.Clear();
        }
    }

    public byte[]? Find(long revision)
    {
        lock (gate)
        {
            foreach (ref readonly LogRow row in CollectionsMarshal.AsSpan(rows))
            {
                if (row.Revision == revision)
                {
                    return row.Change.Value;
                }
            }

            return null;
        }
    }
}
