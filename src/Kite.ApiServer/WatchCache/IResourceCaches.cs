using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>The caches of all resources.</summary>
public interface IResourceCaches
{
    /// <summary>The cache of a resource.</summary>
    IResourceCache For(ApiResource resource);
}
