using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.CustomResources;

/// <summary>Deletes all objects of a resource in the form in which they are stored, past admission and conversion: both may need what is no more.</summary>
internal sealed class InstanceDeletion(IStore store, TimeProvider time)
{
    private const int Parallelism = 64;

    /// <summary>Deletes what has no finalizers, and marks the rest.</summary>
    public Task DeleteAllAsync(ResourceCache cache, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(cache.State.Objects.All, parallel, async (value, token) =>
        {
            while (cache.Get(value.Key) is { } current && !await TryDeleteAsync(cache, current, token))
            {
                // Somebody wrote in between; that state is deleted next.
            }
        });
    }

    private async ValueTask<bool> TryDeleteAsync(ResourceCache cache, CachedObject current, CancellationToken cancellationToken)
    {
        var value = JsonCodec.ParseObject(current.Json.Span);
        var metadata = value.Metadata();
        byte[]? marked = null;
        if (!metadata.IsEmpty("finalizers"))
        {
            if (metadata.ContainsKey("deletionTimestamp")) return true;
            metadata.Remove("resourceVersion");
            metadata["generation"] = (metadata.Integer("generation") ?? 0) + 1;
            metadata["deletionTimestamp"] = Timestamps.Format(time.GetUtcNow());
            metadata["deletionGracePeriodSeconds"] = 0L;
            marked = JsonCodec.ToUtf8(value);
        }
        return (await store.WriteAsync(new StoreWrite(StorePath.Of(cache.Resource, current.Key), marked, current.ResourceVersion), cancellationToken)).Succeeded;
    }
}
