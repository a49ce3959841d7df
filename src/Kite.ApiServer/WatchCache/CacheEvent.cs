namespace Kite.ApiServer.WatchCache;

/// <summary>One change of a resource, shared by the ring and all watchers.</summary>
/// <param name="Revision">The revision of the change.</param>
/// <param name="Object">The object after the change; null where it was deleted.</param>
/// <param name="Previous">The object before; null where it was created. Where it was deleted, it carries the revision of the deletion.</param>
/// <param name="Time">When it happened, in <see cref="TimeProvider"/> ticks.</param>
internal sealed record CacheEvent(long Revision, CachedObject? Object, CachedObject? Previous, long Time)
{
    /// <summary>The object that the change is about.</summary>
    public CachedObject Subject => Object ?? Previous!;
}
