namespace Kite.ApiServer.WatchCache;

/// <summary>The latest changes of a resource: all that are recent, at most a fixed number.</summary>
internal sealed class EventRing(long oldestRevision)
{
    private const int MaxEvents = 4096;
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int AlwaysKept = 64;
    private readonly Queue<CacheEvent> events = new();
    private long bytes;

    /// <summary>Every change after this revision is here.</summary>
    public long OldestRevision { get; private set; } = oldestRevision;

    /// <summary>Adds a change and drops what is too old or too much.</summary>
    public void Add(CacheEvent added, long keepSince)
    {
        events.Enqueue(added);
        bytes += Size(added);
        while (events.Count > MaxEvents || bytes > MaxBytes) Drop();
        Trim(keepSince);
    }

    /// <summary>Drops what happened before a time, but keeps a few.</summary>
    public void Trim(long keepSince)
    {
        while (events.Count > AlwaysKept && events.Peek().Time < keepSince) Drop();
    }

    /// <summary>The changes after a revision, in order.</summary>
    public IEnumerable<CacheEvent> After(long revision) => events.Where(change => change.Revision > revision);

    private static int Size(CacheEvent change) => change.Subject.Json.Length;

    private void Drop()
    {
        var dropped = events.Dequeue();
        bytes -= Size(dropped);
        OldestRevision = dropped.Revision;
    }
}
