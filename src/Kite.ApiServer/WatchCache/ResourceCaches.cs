using System.Collections.Concurrent;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Encryption;
using Kite.Storage;

namespace Kite.ApiServer.WatchCache;

/// <summary>All caches, fed by one watch of the whole store so that they see changes in one order.</summary>
internal sealed class ResourceCaches(IStore store, TimeProvider time) : IResourceCaches, IStoreWatcher, IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceCache> caches = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, ResourceCache>.AlternateLookup<ReadOnlySpan<char>> byName;
    private IDisposable? watch;
    private long progress;

    /// <summary>A revision of which every change, of whatever resource, is in the caches.</summary>
    public long Revision => Volatile.Read(ref progress);

    /// <summary>True once the caches hold what the store holds.</summary>
    public bool IsLoaded => watch is not null;

    /// <summary>All caches.</summary>
    public IEnumerable<ResourceCache> All => caches.Values;

    /// <summary>Adds a cache for a stored resource; before <see cref="StartAsync"/>.</summary>
    public void Add(ApiResource resource, SelectableFields fields) => caches[resource.GroupResource] = new ResourceCache(resource, fields, time);

    /// <summary>Adds a cache while the store is followed, with the objects that exist already and every change since.</summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public async Task<ResourceCache> AddAsync(ApiResource resource, SelectableFields fields, CancellationToken cancellationToken)
    {
        var cache = new ResourceCache(resource, fields, time) { IsLoading = true };
        // From here on the cache hears of every change; what the store tells next is at least as new as what came before.
        if (!caches.TryAdd(resource.GroupResource, cache)) throw new InvalidOperationException($"{resource.GroupResource} has a cache already");
        try
        {
            var range = await store.RangeAsync(new RangeQuery(StorePath.Prefix(resource)), cancellationToken);
            cache.Load([.. range.Entries.Select(entry => cache.Read(StorePath.Key(entry.Key), entry.Value, entry.ModRevision))], range.Revision);
            return cache;
        }
        catch
        {
            caches.TryRemove(KeyValuePair.Create(resource.GroupResource, cache));
            throw;
        }
    }

    /// <summary>Drops a cache that <see cref="AddAsync"/> made, and ends its watches; the objects stay in the store.</summary>
    public void Remove(ResourceCache cache)
    {
        if (caches.TryRemove(KeyValuePair.Create(cache.Resource.GroupResource, cache))) cache.Close();
    }

    /// <inheritdoc/>
    public IResourceCache For(ApiResource resource) => Of(resource);

    /// <summary>The cache of a resource.</summary>
    public ResourceCache Of(ApiResource resource) => caches[resource.GroupResource];

    /// <summary>The cache of a <c>plural.group</c>; null where none is kept, as of a custom resource that isn't served anymore.</summary>
    public ResourceCache? Find(string groupResource) => caches.GetValueOrDefault(groupResource);

    /// <summary>Loads everything and follows the store from there.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        byName = caches.GetAlternateLookup<ReadOnlySpan<char>>();
        var all = await store.RangeAsync(new RangeQuery(StorePath.Root), cancellationToken);
        var loaded = new Dictionary<ResourceCache, List<CachedObject>>();
        foreach (var entry in all.Entries)
        {
            if (!byName.TryGetValue(StorePath.GroupResource(entry.Key), out var cache)) continue;
            if (EncryptedValue.Is(entry.Value)) throw EncryptionRules.None.Problem(entry.Key, entry.Value)!;
            if (!loaded.TryGetValue(cache, out var list)) loaded.Add(cache, list = []);
            list.Add(cache.Read(StorePath.Key(entry.Key), entry.Value, entry.ModRevision));
        }
        foreach (var cache in caches.Values) cache.Load(loaded.GetValueOrDefault(cache) ?? [], all.Revision);
        progress = all.Revision;
        watch = store.Watch(StorePath.Root, all.Revision, this);
    }

    /// <inheritdoc/>
    public void OnEvents(ReadOnlySpan<StoreEvent> events)
    {
        for (var start = 0; start < events.Length;)
        {
            var name = StorePath.GroupResource(events[start].Key);
            var end = start + 1;
            while (end < events.Length && StorePath.GroupResource(events[end].Key).SequenceEqual(name)) end++;
            if (byName.TryGetValue(name, out var cache)) cache.Apply(events[start..end]);
            start = end;
        }
        if (events.Length > 0) Volatile.Write(ref progress, events[^1].Revision);
    }

    /// <inheritdoc/>
    public void OnProgress(long revision) => Volatile.Write(ref progress, revision);

    /// <inheritdoc/>
    public void Dispose() => watch?.Dispose();
}
