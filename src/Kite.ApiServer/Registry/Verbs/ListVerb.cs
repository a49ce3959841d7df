using Kite.Api.Errors;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Lists objects: from memory, at an exact revision.</summary>
internal sealed class ListVerb(ResourceCaches caches, PastStates past, ListResponse response, ListMetrics metrics, TimeProvider time) : IVerb
{
    private static readonly TimeSpan FutureWait = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Name => "list";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var options = ListOptions.Of(request);
        var selection = ObjectSelectionParser.Parse(request, served);
        var (state, revision) = await StateAsync(served, options, cancellationToken);
        // Selectors may name fields that only the converted objects have.
        if (served.Form is { CallsOut: true } form && selection.Matches is not null) await form.ShowAllAsync(selection.Candidates(state.Objects), cancellationToken);
        var page = Page(served, selection, options, state.Objects, out var seen);
        metrics.Count(served.Cache.Resource, seen, page.Items.Count);
        if (page.IsPartial) served.Cache.History.Keep(revision, state);
        await response.WriteAsync(request, served, page, revision, cancellationToken);
    }

    private async ValueTask<(CacheState State, long Revision)> StateAsync(ServedResource served, ListOptions options, CancellationToken cancellationToken)
    {
        var asked = options.Continue is { Revision: > 0 } token ? token.Revision : options.IsExact ? options.Revision : null;
        // The revision is read before the state: what was acknowledged by then is in it.
        var revision = caches.Revision;
        if (options.Revision > revision) revision = await WaitForAsync(options.Revision.Value, cancellationToken);
        var state = served.Cache.State;
        revision = Math.Max(revision, state.Revision);
        if (asked is null || asked == revision) return (state, revision);
        return (await past.AtAsync(served.Cache, state, asked.Value, options.Continue, cancellationToken), asked.Value);
    }

    private async Task<long> WaitForAsync(long wanted, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (caches.Revision < wanted)
        {
            if (time.GetElapsedTime(started) > FutureWait)
            {
                throw new ApiStatusException(
                    StatusReason.Timeout,
                    $"Timeout: Too large resource version: {wanted}, current: {caches.Revision}",
                    new StatusDetails { RetryAfterSeconds = 1, Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")] });
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
        return caches.Revision;
    }

    private static ListPage Page(ServedResource served, ObjectSelection selection, ListOptions options, SortedObjects objects, out int seen)
    {
        seen = 1;
        if (selection.SingleKey(served.Resource.IsNamespaced) is { } key)
            return new ListPage(objects.Find(key) is { } found && selection.Includes(found) ? [found] : [], 0, false);
        var candidates = selection.Candidates(objects);
        if (options.Continue is { } token) candidates = objects.After(candidates, token.After);
        seen = candidates.Count;
        if (selection.Name is null && selection.Matches is null && (options.Limit == 0 || candidates.Count <= options.Limit)) return new ListPage(candidates, 0, false);
        var items = new List<CachedObject>();
        seen = 0;
        foreach (var value in candidates)
        {
            if (options.Limit > 0 && items.Count == options.Limit)
            {
                // With a selector nobody knows how many of the rest belong to it.
                var remaining = selection.Matches is null && selection.Name is null ? candidates.Count - seen : 0;
                return new ListPage(items, remaining, true);
            }
            seen++;
            if (selection.Includes(value)) items.Add(value);
        }
        return new ListPage(items, 0, false);
    }
}
