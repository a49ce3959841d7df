using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>How a watch begins.</summary>
/// <param name="Watcher">Where changes come from.</param>
/// <param name="Initial">The objects to show first; the watcher's selection still decides.</param>
/// <param name="Past">The changes to show next, which the watcher doesn't tell; the watcher's selection still decides.</param>
/// <param name="InitialEnd">The revision to tell once they have been shown; 0 to tell nothing.</param>
internal sealed record WatchStart(Watcher Watcher, IEnumerable<CachedObject> Initial, IReadOnlyList<CacheEvent> Past, long InitialEnd);
