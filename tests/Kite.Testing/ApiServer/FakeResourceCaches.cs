using System.Collections.Concurrent;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.ApiServer.WatchCache;

namespace Kite.Testing.ApiServer;

/// <summary>Caches filled by hand, for tests of what the API server decides from memory.</summary>
public sealed class FakeResourceCaches : IResourceCaches
{
    private readonly ConcurrentDictionary<string, FakeResourceCache> caches = new();
    private long revision;

    /// <inheritdoc/>
    public IResourceCache For(ApiResource resource) => Cache(resource);

    /// <summary>Adds or replaces an object; without a UID in its metadata it gets <c>name-uid</c>.</summary>
    public T Put<T>(T value, params (string Path, string Value)[] fields)
        where T : class, IApiObject<T>
    {
        Cache(T.Resource).Put(new CachedObject
        {
            Key = ObjectKey.Of(value),
            Uid = value.Metadata.Uid.Length > 0 ? value.Metadata.Uid : value.Metadata.Name + "-uid",
            ResourceVersion = ++revision,
            Json = ModelJson.ToUtf8(value),
            Labels = value.Metadata.Labels,
            Fields = fields.ToDictionary(field => field.Path, field => field.Value),
        });
        return value;
    }

    /// <summary>Takes an object out.</summary>
    public void Remove(ApiResource resource, ObjectKey key) => Cache(resource).Remove(key);

    private FakeResourceCache Cache(ApiResource resource) => caches.GetOrAdd(resource.GroupResource, _ => new());
}
