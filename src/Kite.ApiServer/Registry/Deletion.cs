using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>How a deletion went.</summary>
/// <param name="Object">The object, marked for deletion, or its last state.</param>
/// <param name="IsGone">True where it is gone, false where it is only marked.</param>
internal sealed record Deletion(CachedObject Object, bool IsGone);
