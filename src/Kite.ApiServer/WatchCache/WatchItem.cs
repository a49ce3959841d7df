using Kite.Api.Client;

namespace Kite.ApiServer.WatchCache;

/// <summary>What a watcher is to be told: an event as its selection sees it.</summary>
/// <param name="Type">What happened to the selection.</param>
/// <param name="Object">The object; null for a bookmark.</param>
/// <param name="Revision">The revision reached.</param>
internal readonly record struct WatchItem(WatchEventType Type, CachedObject? Object, long Revision);
