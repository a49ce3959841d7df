using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>The one way in which every part but the API server itself sees the cluster.</summary>
/// <remarks>In the server it calls the request pipeline in process, in an agent it is HTTPS; semantics and errors are the same.</remarks>
public interface IApiClient
{
    /// <summary>The objects of a kind that has its own resource.</summary>
    IResourceClient<T> Resource<T>()
        where T : class, IApiObject<T>;

    /// <summary>The objects of any resource, in a shape of the caller's choice; with <c>PartialObjectMetadata</c> only metadata travels.</summary>
    IResourceClient<T> Resource<T>(ApiResource resource)
        where T : class, IApiModel<T>, IApiObject;

    /// <summary>Sends a request as it is; for paths that are no objects (discovery, health, streams). The caller disposes the response.</summary>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
