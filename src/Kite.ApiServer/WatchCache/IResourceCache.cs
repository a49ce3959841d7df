using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>The current objects of one resource, in memory; for the server's own decisions (roles, namespaces, service accounts).</summary>
public interface IResourceCache
{
    /// <summary>Grows with every change of the resource; what is derived from it can be kept as long as it stays.</summary>
    long Version { get; }

    /// <summary>The object, or null.</summary>
    CachedObject? Get(ObjectKey key);

    /// <summary>All objects, or those of a namespace; a snapshot in key order.</summary>
    IReadOnlyCollection<CachedObject> List(string? @namespace = null);
}
