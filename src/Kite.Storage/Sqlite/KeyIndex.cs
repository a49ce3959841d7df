namespace Kite.Storage.Sqlite;

/// <summary>
/// All keys in order with the revisions of their kept versions, in memory: conditions are compared and ranges are found here, at any kept revision, without asking SQLite.
/// </summary>
/// <remarks>A sorted list, not a tree: binary search is quick, a scan is linear memory, and inserting into 50,000 keys moves some 200 KB, which is microseconds.</remarks>
internal sealed class KeyIndex
{
    private readonly Lock gate = new();
    private readonly List<KeyVersions> keys = [];
    private readonly Queue<SupersededRow> superseded = [];
    private readonly RevisionGaps gaps = new();
    private long revision;
    private long compacted;

    public long Revision => Volatile.Read(ref revision);

    public long Compacted => Volatile.Read(ref compacted);

    /// <summary>Fills the empty index from the log in revision order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="compactedRevision">The oldest revision whose history is complete.</param>
    /// <param name="minimumRevision">The store's revision is at least this one.</param>
    public void Load(IEnumerable<LogHead> rows, long compactedRevision, long minimumRevision)
    {
        var byKey = new Dictionary<string, KeyVersions>(StringComparer.Ordinal);
        compacted = revision = compactedRevision;
        foreach (LogHead row in rows)
        {
            if (!byKey.TryGetValue(row.Key, out KeyVersions? versions))
            {
                byKey.Add(row.Key, versions = new KeyVersions(row.Key));
            }

            gaps.Note(Math.Max(revision, compacted), row.Revision);
            Add(versions, new KeyVersion(row.Revision, row.Created));
            revision = Math.Max(revision, row.Revision);
        }

        gaps.Note(revision, minimumRevision);
        revision = Math.Max(revision, minimumRevision);
        keys.AddRange(byKey.Values);
        keys.Sort((left, right) => KeyOrder.Compare(left.Key, right.Key));
    }

    /// <summary>The latest version of a key.</summary>
    public KeyVersion Find(string key)
    {
        lock (gate)
        {
            int position = LowerBound(key);
            return position < keys.Count && keys[position].Key == key ? keys[position].Latest : default;
        }
    }

    public KeyRange Range(in RangeQuery query)
    {
        lock (gate)
        {
            if (query.Revision != 0)
            {
                EnsureReadable(query.Revision);
            }

            long at = query.Revision == 0 ? revision : query.Revision;
            int position = LowerBound(query.Prefix);
            if (query.After is not null && KeyOrder.Compare(query.After, query.Prefix) >= 0)
            {
                position = LowerBound(query.After);
                position += position < keys.Count && keys[position].Key == query.After ? 1 : 0;
            }

            List<(string, KeyVersion)> items = [];
            long remaining = 0;
            for (; position < keys.Count && keys[position].Key.StartsWith(query.Prefix, StringComparison.Ordinal); position++)
            {
                KeyVersion version = keys[position].At(at);
                if (version.Exists && query.Limit > 0 && items.Count == query.Limit)
                {
                    remaining++;
                }
                else if (version.Exists)
                {
                    items.Add((keys[position].Key, version));
                }
            }

            return new KeyRange(at, items, remaining);
        }
    }

    /// <summary>Takes in committed rows.</summary>
    public void Apply(ReadOnlySpan<LogRow> rows)
    {
        lock (gate)
        {
            foreach (ref readonly LogRow row in rows)
            {
                string key = row.Change.Key;
                int position = LowerBound(key);
                if (position == keys.Count || keys[position].Key != key)
                {
                    keys.Insert(position, new KeyVersions(key));
                }

                Add(keys[position], new KeyVersion(row.Revision, row.Created));
                Volatile.Write(ref revision, row.Revision);
            }
        }
    }

    /// <summary>Refuses revisions whose history is not, or not yet, there.</summary>
    public void EnsureReadable(long asked)
    {
        lock (gate)
        {
            if (asked > revision)
            {
                throw new FutureRevisionException(asked, revision);
            }

            if (asked < compacted || gaps.Contains(asked))
            {
                throw new CompactedException(asked, compacted);
            }
        }
    }

    /// <summary>Ends the readability of everything before a revision.</summary>
    public void Compact(long until)
    {
        lock (gate)
        {
            if (until > revision)
            {
                throw new FutureRevisionException(until, revision);
            }

            Volatile.Write(ref compacted, Math.Max(until, compacted));
            gaps.Forget(compacted);
        }
    }

    /// <summary>The next rows that compaction has made removable, at most <paramref name="limit"/>.</summary>
    public List<SupersededRow> Removable(int limit)
    {
        lock (gate)
        {
            return [.. superseded.TakeWhile(row => row.Until <= compacted).Take(limit)];
        }
    }

    /// <summary>Drops rows that <see cref="Removable"/> named.</summary>
    public void Forget(List<SupersededRow> rows)
    {
        lock (gate)
        {
            foreach (SupersededRow row in rows)
            {
                superseded.Dequeue();
                row.Owner.Forget(row.Revision);
                if (row.Owner.IsForgotten)
                {
                    keys.RemoveAt(LowerBound(row.Owner.Key));
                }
            }
        }
    }

    private void Add(KeyVersions versions, KeyVersion version)
    {
        if (versions.Latest.Exists)
        {
            superseded.Enqueue(new SupersededRow(version.Revision, versions.Latest.Revision, versions));
        }

        versions.Add(version);
        if (!version.Exists)
        {
            superseded.Enqueue(new SupersededRow(version.Revision, version.Revision, versions));
        }
    }

    private int LowerBound(string key)
    {
        int low = 0;
        int high = keys.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (KeyOrder.Compare(keys[middle].Key, key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
