using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Watches objects: what is there, where asked for, and then every change until the client goes, the time is up or the server stops.</summary>
internal sealed class WatchVerb(ResourceCaches caches, PastChanges past, WatchResponse response, TimeProvider time) : IVerb
{
    private static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public string Name => "watch";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var selection = ObjectSelectionParser.Parse(request, served);
        var initial = InitialEvents(request);
        var bookmarks = request.Query.Flag("allowWatchBookmarks");
        var version = request.Query["resourceVersion"];
        var after = version.Length == 0 ? 0 : ListOptions.ParseVersion(version);
        using var lifetime = new CancellationTokenSource(Lifetime(request), time);
        WatchStart start;
        // Without a version, and with 0, a watch starts with what there is.
        if (initial ?? after == 0)
        {
            var watcher = served.Cache.WatchFromNow(selection, bookmarks, out var state);
            start = new WatchStart(watcher, selection.SingleKey(served.Resource.IsNamespaced) is { } key ? One(state, key) : selection.Candidates(state.Objects), [], initial == true && bookmarks ? Math.Max(state.Revision, after) : 0);
        }
        else
        {
            var from = after == 0 ? Math.Max(caches.Revision, served.Cache.State.Revision) : after;
            try
            {
                start = await past.WatchAsync(served.Cache, selection, from, bookmarks, cancellationToken);
            }
            catch (ApiStatusException e) when (e.Reason == StatusReason.Expired)
            {
                // Once a watch is understood, its failures are events: https://kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses
                await response.WriteErrorAsync(request, served, e, cancellationToken);
                return;
            }
        }
        using (start.Watcher) await response.WriteAsync(request, served, start, lifetime.Token, cancellationToken);
    }

    private static IEnumerable<CachedObject> One(CacheState state, Api.Meta.ObjectKey key) => state.Objects.Find(key) is { } found ? [found] : [];

    /// <summary>True or false where the client says whether it wants what is there first, null where it doesn't.</summary>
    private static bool? InitialEvents(ApiRequest request)
    {
        var match = request.Query["resourceVersionMatch"];
        if (request.Query.Find("sendInitialEvents") is null)
            return match.Length == 0 ? null : throw ListOptions.Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (match != "NotOlderThan")
            throw ListOptions.Invalid("resourceVersionMatch", "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        return request.Query.Flag("sendInitialEvents");
    }

    private static TimeSpan Lifetime(ApiRequest request) =>
        request.Query.Number("timeoutSeconds") is { } seconds and > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 24 * 3600))
            : MinLifetime * (1 + Random.Shared.NextDouble());
}
