using System.Collections.Concurrent;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Storage;

namespace Kite.ApiServer.WatchCache;

/// <summary>The current objects of one stored resource, its latest changes, and those who watch it. Fed by the store, in the thread that commits.</summary>
internal sealed class ResourceCache : IResourceCache
{
    private static readonly TimeSpan EventsKept = TimeSpan.FromMinutes(3);
    private readonly Lock gate = new();
    private volatile CachedObjectReader reader;
    private readonly WatcherIndex watchers;
    private readonly TimeProvider time;
    private readonly Dictionary<string, string> namespaces = new(StringComparer.Ordinal);
    private EventRing ring = new(0);
    private readonly List<StoreEvent> early = [];
    private volatile ConcurrentDictionary<byte[], object>? announced;
    private CacheState state = new(SortedObjects.Empty, 0);
    private volatile bool isTerminating;
    private int creations;
    private bool isLoading;
    private bool isClosed;

    /// <summary>An empty cache.</summary>
    public ResourceCache(ApiResource resource, SelectableFields fields, TimeProvider time)
    {
        Resource = resource;
        this.time = time;
        reader = new CachedObjectReader(fields);
        watchers = new WatcherIndex(resource.IsNamespaced);
    }

    /// <summary>The resource, in the version stored.</summary>
    public ApiResource Resource { get; }

    /// <summary>True until <see cref="Load"/>: changes that come meanwhile wait.</summary>
    public bool IsLoading
    {
        get => isLoading;
        init => isLoading = value;
    }

    /// <summary>True once the resource itself is being deleted: nothing new is created anymore.</summary>
    public bool IsTerminating
    {
        get => isTerminating;
        set => isTerminating = value;
    }

    /// <summary>True while an object is being created: what was let in before the resource was <see cref="IsTerminating"/> may yet come.</summary>
    public bool HasCreations => Volatile.Read(ref creations) > 0;

    /// <summary>The objects now.</summary>
    public CacheState State => Volatile.Read(ref state);

    /// <inheritdoc/>
    public long Version => State.Revision;

    /// <summary>States that paged lists go on reading.</summary>
    public SnapshotHistory History { get; } = new();

    /// <summary>Told of every change once it can be read, in order; must be quick.</summary>
    public event Action<CacheEvent>? Changed;

    /// <summary>How many watchers there are.</summary>
    public int WatcherCount
    {
        get
        {
            lock (gate) return watchers.Count;
        }
    }

    /// <summary>How many watchers a change of an object may concern; of any of its namespace where the name is still to be given.</summary>
    public int CountWatchers(ObjectKey key)
    {
        lock (gate) return watchers.CountFor(key);
    }

    /// <inheritdoc/>
    public CachedObject? Get(ObjectKey key) => State.Objects.Find(key);

    /// <inheritdoc/>
    public IReadOnlyCollection<CachedObject> List(string? @namespace = null) =>
        @namespace is null ? State.Objects.All : State.Objects.InNamespace(@namespace);

    /// <summary>Fills the cache with what the store holds at a revision, and takes in the changes after it that came while the cache was loading.</summary>
    public void Load(IReadOnlyList<CachedObject> sorted, long revision)
    {
        lock (gate)
        {
            ring = new EventRing(revision);
            Volatile.Write(ref state, new CacheState(SortedObjects.FromSorted(sorted), revision));
            isLoading = false;
            var later = early.Where(change => change.Revision > revision).ToArray();
            early.Clear();
            if (later.Length > 0) Apply(later);
        }
    }

    /// <summary>Lets a creation begin; false where the resource is being deleted. What begins is to <see cref="EndCreation"/>.</summary>
    public bool TryBeginCreation()
    {
        // Counted before it looks: who deletes marks first and counts then, so that one of the two sees the other.
        Interlocked.Increment(ref creations);
        if (!isTerminating) return true;
        EndCreation();
        return false;
    }

    /// <summary>Ends a creation: its object is here by now, if it came at all.</summary>
    public void EndCreation() => Interlocked.Decrement(ref creations);

    /// <summary>Says which fields can be selected by of what is written from now on.</summary>
    public void Select(SelectableFields fields) => reader = new CachedObjectReader(fields);

    /// <summary>Announces a write of bytes that a form shows as they are: so that the object carries it when watchers are told. Ends with the disposal.</summary>
    public Announcement Announce(byte[] value, object form)
    {
        lock (gate) announced ??= new(ReferenceEqualityComparer.Instance);
        announced[value] = form;
        return new Announcement(announced, value);
    }

    /// <summary>Reads a stored entry as this cache holds it.</summary>
    public CachedObject Read(ObjectKey key, byte[] value, long revision) => reader.Read(Shared(key), value, revision);

    /// <summary>Takes in changes that were committed together.</summary>
    public void Apply(ReadOnlySpan<StoreEvent> changes)
    {
        lock (gate)
        {
            if (isLoading)
            {
                early.AddRange(changes);
                return;
            }
            var now = time.GetTimestamp();
            var keepSince = now - (long)(EventsKept.TotalSeconds * time.TimestampFrequency);
            var objects = state.Objects;
            var applied = new CacheEvent[changes.Length];
            for (var i = 0; i < changes.Length; i++)
            {
                applied[i] = Read(changes[i], objects, now);
                if (announced is not null && applied[i].Object is { } written && announced.TryGetValue(changes[i].Value!, out var form)) written.Form = form;
                objects = applied[i].Object is { } value ? objects.With(value) : objects.Without(applied[i].Subject.Key);
                ring.Add(applied[i], keepSince);
            }
            // Published before anyone is told, so that who hears of a change can read it.
            Volatile.Write(ref state, new CacheState(objects, changes[^1].Revision));
            foreach (var change in applied)
            {
                Changed?.Invoke(change);
                watchers.Offer(change);
            }
        }
    }

    /// <summary>Starts a watch of what happens after a revision; null where not all of that is in memory anymore.</summary>
    public Watcher? TryWatch(ObjectSelection selection, long afterRevision, bool wantsBookmarks)
    {
        var watcher = new Watcher(this, selection, wantsBookmarks);
        lock (gate)
        {
            if (afterRevision < ring.OldestRevision) return null;
            foreach (var change in ring.After(afterRevision)) watcher.Offer(change);
            Begin(watcher);
        }
        return watcher;
    }

    /// <summary>Starts a watch of what happens after the state that is handed out with it.</summary>
    public Watcher WatchFromNow(ObjectSelection selection, bool wantsBookmarks, out CacheState initial)
    {
        var watcher = new Watcher(this, selection, wantsBookmarks);
        lock (gate)
        {
            initial = state;
            Begin(watcher);
        }
        return watcher;
    }

    /// <summary>The later of a revision that all caches have reached and this one's last change; every event up to it has been offered to all watchers.</summary>
    public long SettledRevision(long reached)
    {
        lock (gate) return Math.Max(reached, state.Revision);
    }

    /// <summary>Ends a watch.</summary>
    public void Forget(Watcher watcher)
    {
        lock (gate) watchers.Remove(watcher);
    }

    /// <summary>Ends all watches, those that begin later too: the resource isn't served anymore.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (var watcher in watchers.All()) watcher.Complete();
        }
    }

    /// <summary>Ends all watches.</summary>
    public void EndWatches()
    {
        lock (gate)
        {
            foreach (var watcher in watchers.All()) watcher.Complete();
        }
    }

    /// <summary>Tells all watchers who want to know how far they have come, and forgets old changes.</summary>
    /// <param name="revision">A revision up to which every change of every resource has been applied.</param>
    public void Tick(long revision)
    {
        lock (gate)
        {
            foreach (var watcher in watchers.All()) watcher.OfferBookmark(Math.Max(revision, state.Revision));
            ring.Trim(time.GetTimestamp() - (long)(EventsKept.TotalSeconds * time.TimestampFrequency));
        }
    }

    /// <summary>A change as this cache holds it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="objects">The objects before it.</param>
    /// <param name="now">When it is taken to have happened.</param>
    public CacheEvent Read(in StoreEvent change, SortedObjects objects, long now)
    {
        var key = StorePath.Key(change.Key);
        var previous = objects.Find(key);
        if (change.Value is not null) return new(change.Revision, reader.Read(Shared(key), change.Value, change.Revision), previous, now);
        return new(change.Revision, null, CachedObjectReader.AtRevision(previous!, change.Revision), now);
    }

    private void Begin(Watcher watcher)
    {
        watchers.Add(watcher);
        if (isClosed) watcher.Complete();
    }

    // Thousands of objects name the same few namespaces.
    private ObjectKey Shared(ObjectKey key)
    {
        if (key.Namespace.Length == 0) return key;
        lock (namespaces)
        {
            if (namespaces.TryGetValue(key.Namespace, out var known)) return key with { Namespace = known };
            namespaces.Add(key.Namespace, key.Namespace);
            return key;
        }
    }
}
