using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Encryption;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Registry;

/// <summary>Puts finished objects into the store and hands back what readers now see.</summary>
internal sealed class ObjectCommitter(IStore store)
{
    /// <summary>Writes an object if its revision is still the one expected (0: it doesn't exist).</summary>
    /// <returns>The object as served, or null where somebody else was faster.</returns>
    public ValueTask<CachedObject?> PutAsync(ServedResource served, ObjectKey key, JsonObject value, long expected, bool isDryRun, bool isHeartbeat, CancellationToken cancellationToken) =>
        PutAsync(served, key, value, expected, isDryRun, isHeartbeat, [], cancellationToken);

    /// <summary>Writes an object, and what goes with it, if its revision is still the one expected (0: it doesn't exist).</summary>
    /// <returns>The object as served, or null where somebody else was faster.</returns>
    public async ValueTask<CachedObject?> PutAsync(ServedResource served, ObjectKey key, JsonObject value, long expected, bool isDryRun, bool isHeartbeat, IReadOnlyList<StoreWrite> companions, CancellationToken cancellationToken)
    {
        var bytes = served.Form is { } form ? await form.ToStoredAsync(value, cancellationToken) : ObjectForms.ToStored(served, value);
        var cache = served.Cache;
        if (isDryRun)
        {
            var current = cache.Get(key);
            return (current?.ResourceVersion ?? 0) == expected ? cache.Read(key, bytes, expected) : null;
        }
        var write = new StoreWrite(StorePath.Of(cache.Resource, key), bytes, expected, isHeartbeat);
        var result = served.Form is null ? await WriteAsync(write, companions, cancellationToken) : await served.Form.WriteAsync(cache, write, () => WriteAsync(write, companions, cancellationToken));
        if (!result.Succeeded) return null;
        // The acknowledgement implies that the cache has seen the write; it may have seen a later one too.
        return cache.Get(key) is { } seen && seen.ResourceVersion == result.Revision ? seen : cache.Read(key, bytes, result.Revision);
    }

    /// <summary>True where the object is stored otherwise than it would be stored now, so that writing it again without a change is not in vain.</summary>
    public ValueTask<bool> IsStaleAsync(ServedResource served, CachedObject stored, CancellationToken cancellationToken)
    {
        if (served.Form is { } form && form.IsStale(stored)) return new(true);
        return store is EncryptedStore encrypted ? encrypted.IsStaleAsync(StorePath.Of(served.Cache.Resource, stored.Key), cancellationToken) : new(false);
    }

    /// <summary>Removes an object if its revision is still the one expected.</summary>
    /// <returns>The revision of the removal, or null where somebody else was faster.</returns>
    public async ValueTask<long?> RemoveAsync(ServedResource served, CachedObject current, bool isDryRun, IReadOnlyList<StoreWrite> companions, CancellationToken cancellationToken)
    {
        if (isDryRun) return current.ResourceVersion;
        var result = await WriteAsync(new StoreWrite(StorePath.Of(served.Cache.Resource, current.Key), null, current.ResourceVersion), companions, cancellationToken);
        return result.Succeeded ? result.Revision : null;
    }

    /// <summary>Writes an object and what goes with it: what comes into being before it, what goes after it, so that nobody sees the object without.</summary>
    /// <exception cref="ApiStatusException">The store can't write, be it for lack of space (<c>InternalError</c>); it has told its log.</exception>
    private async ValueTask<WriteResult> WriteAsync(StoreWrite main, IReadOnlyList<StoreWrite> companions, CancellationToken cancellationToken)
    {
        try
        {
            return await (companions.Count == 0 ? store.WriteAsync(main, cancellationToken) : WriteAllAsync(main, companions, cancellationToken));
        }
        catch (StoreUnavailableException e)
        {
            throw ApiErrors.Internal(e.Message, e);
        }
    }

    private async ValueTask<WriteResult> WriteAllAsync(StoreWrite main, IReadOnlyList<StoreWrite> companions, CancellationToken cancellationToken)
    {
        StoreWrite[] after = [.. companions.Where(companion => companion.Value is null)];
        var result = await store.WriteAsync([.. companions.Where(companion => companion.Value is not null), main, .. after], cancellationToken);
        return result.Succeeded ? result with { Revision = result.Revision - after.Length } : result;
    }
}
