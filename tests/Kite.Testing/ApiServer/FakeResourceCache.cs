using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.Testing.ApiServer;

/// <summary>One resource of the fake caches.</summary>
internal sealed class FakeResourceCache : IResourceCache
{
    private readonly SortedDictionary<string, CachedObject> objects = new(StringComparer.Ordinal);

    public long Version { get; private set; }

    public CachedObject? Get(ObjectKey key) => objects.GetValueOrDefault(key.ToString());

    public IReadOnlyCollection<CachedObject> List(string? @namespace = null) =>
        [.. objects.Values.Where(value => string.IsNullOrEmpty(@namespace) || value.Key.Namespace == @namespace)];

    public void Put(CachedObject value)
    {
        objects[value.Key.ToString()] = value;
        Version++;
    }

    public void Remove(ObjectKey key)
    {
        objects.Remove(key.ToString());
        Version++;
    }
}
