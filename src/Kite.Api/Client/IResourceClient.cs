using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>The verbs of one resource. A null or empty namespace means all namespaces for lists and watches, and is right for cluster-scoped kinds.</summary>
/// <remarks>Every method throws <see cref="Errors.ApiStatusException"/> for a <c>Status</c> that the server answers, and <see cref="HttpRequestException"/> where it can't be reached.</remarks>
public interface IResourceClient<T>
    where T : class, IApiModel<T>, IApiObject
{
    /// <summary>Reads one object.</summary>
    Task<T> GetAsync(string? @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Reads one object, or null where there is none.</summary>
    Task<T?> FindAsync(string? @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Lists objects.</summary>
    Task<ApiList<T>> ListAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken);

    /// <summary>Watches objects until the server ends the watch (the enumeration completes) or the token is cancelled.</summary>
    /// <remarks>A watch whose start is too old throws <see cref="Errors.StatusReason.Expired"/> or <see cref="Errors.StatusReason.Gone"/>; list again then.</remarks>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken);

    /// <summary>Creates the object in the namespace that its metadata names.</summary>
    Task<T> CreateAsync(T value, CancellationToken cancellationToken);

    /// <summary>Replaces the object, or its <paramref name="subresource"/>; with a resource version in its metadata only if nobody changed it since.</summary>
    Task<T> UpdateAsync(T value, CancellationToken cancellationToken, string? subresource = null);

    /// <summary>Patches the object or its <paramref name="subresource"/>.</summary>
    Task<T> PatchAsync(string? @namespace, string name, Patch patch, CancellationToken cancellationToken, string? subresource = null);

    /// <summary>Deletes the object; options may be null.</summary>
    Task DeleteAsync(string? @namespace, string name, DeleteOptions? options, CancellationToken cancellationToken);

    /// <summary>Deletes every object that the query selects.</summary>
    Task DeleteCollectionAsync(string? @namespace, ListQuery query, DeleteOptions? options, CancellationToken cancellationToken);

    /// <summary>Posts to a subresource such as <c>binding</c>, <c>token</c> or <c>eviction</c> and reads its answer.</summary>
    Task<TAnswer> PostAsync<TBody, TAnswer>(string? @namespace, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where TBody : class, IApiModel<TBody>
        where TAnswer : class, IApiModel<TAnswer>;
}
