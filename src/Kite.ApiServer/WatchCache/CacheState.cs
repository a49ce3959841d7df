namespace Kite.ApiServer.WatchCache;

/// <summary>All objects of a resource at one moment.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Revision">The revision of the last change among them.</param>
internal sealed record CacheState(SortedObjects Objects, long Revision);
