using System.Collections.Concurrent;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Deletes every object that selectors pick, or as many as the request limits it to.</summary>
internal sealed class DeleteCollectionVerb(DeleteOptionsReader reader, ObjectDeleter deleter, ResourceCaches caches, ListResponse response) : IVerb
{
    // As many writes as this go into one commit of the store together.
    private const int Parallelism = 64;

    /// <inheritdoc/>
    public string Name => "deletecollection";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var limit = ListOptions.Of(request).Limit;
        var options = await reader.ReadAsync(request, cancellationToken);
        var write = new WriteContext(request, served, "", WriteOptions.Of(request) with { IsDryRun = options.IsDryRun });
        var selection = ObjectSelectionParser.Parse(request, served);
        var matching = selection.Candidates(served.Cache.State.Objects).Where(selection.Includes);
        var selected = (limit > 0 ? matching.Take(limit) : matching).ToArray();
        var deleted = new ConcurrentBag<CachedObject>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(selected, parallel, async (value, token) =>
        {
            try
            {
                deleted.Add((await deleter.DeleteAsync(write, value.Key, options, isAdmitted: false, token)).Object);
            }
            catch (ApiStatusException e) when (e.Reason == StatusReason.NotFound)
            {
                // Somebody else deleted it meanwhile, which is just as well.
            }
        });
        await response.WriteAsync(request, served, new ListPage(deleted, 0, false), caches.Revision, cancellationToken);
    }
}
