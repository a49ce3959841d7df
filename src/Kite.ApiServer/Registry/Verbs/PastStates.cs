using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Collections as they were: from memory where a paged list keeps them, else from the store's history.</summary>
internal sealed class PastStates(IStore store)
{
    /// <summary>The state of a collection at a revision.</summary>
    /// <exception cref="ApiStatusException">It is forgotten (<c>Expired</c>); with a token that goes on at the current state where a page was asked for.</exception>
    public async ValueTask<CacheState> AtAsync(ResourceCache cache, CacheState current, long revision, ContinueToken? token, CancellationToken cancellationToken)
    {
        if (current.Revision <= revision) return current;
        if (cache.History.At(revision) is { } kept) return kept;
        try
        {
            var range = await store.RangeAsync(new RangeQuery(StorePath.Prefix(cache.Resource), revision), cancellationToken);
            var objects = range.Entries.Select(entry => cache.Read(StorePath.Key(entry.Key), entry.Value, entry.ModRevision)).ToArray();
            return new CacheState(SortedObjects.FromSorted(objects), revision);
        }
        catch (CompactedException)
        {
            throw token is null ? ApiErrors.Expired("The resourceVersion for the provided list is too old.") : Expired(token.Value);
        }
        catch (FutureRevisionException e)
        {
            throw ApiErrors.Expired(e.Message);
        }
    }

    private static ApiStatusException Expired(ContinueToken token) => new(
        StatusReason.Expired,
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
    {
        Data = { [StatusJson.ContinueKey] = (token with { Revision = -1 }).Encode() },
    };
}
