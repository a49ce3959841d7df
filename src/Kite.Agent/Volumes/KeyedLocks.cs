namespace Kite.Agent.Volumes;

/// <summary>One lock per key, there only while somebody holds it or waits for it.</summary>
internal sealed class KeyedLocks
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Waits for the lock; it is free again when what comes back is disposed.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (entries)
        {
            if (!entries.TryGetValue(key, out entry!)) entries[key] = entry = new Entry();
            entry.Users++;
        }
        try
        {
            await entry.Turn.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key, entry);
            throw;
        }
        return new Holder(this, key, entry);
    }

    private void Leave(string key, Entry entry)
    {
        lock (entries)
        {
            if (--entry.Users > 0) return;
            entries.Remove(key);
        }
        entry.Turn.Dispose();
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Holder(KeyedLocks locks, string key, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            entry.Turn.Release();
            locks.Leave(key, entry);
        }
    }
}
