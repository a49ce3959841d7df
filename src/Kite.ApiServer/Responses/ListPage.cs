using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects, in key order.</param>
/// <param name="Remaining">How many follow; 0 where nobody knows.</param>
/// <param name="IsPartial">True where more may follow.</param>
internal readonly record struct ListPage(IReadOnlyCollection<CachedObject> Items, long Remaining, bool IsPartial);
