using System.Net;
using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>The API over HTTP: a socket in the agent, the request pipeline itself in the server; the handler decides.</summary>
/// <param name="invoker">Sends the requests; owned by the caller.</param>
/// <param name="server">The server's base address.</param>
/// <param name="userAgent">The product that requests name themselves as; also the default field manager.</param>
public sealed class HttpApiClient(HttpMessageInvoker invoker, Uri server, string userAgent) : IApiClient
{
    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>()
        where T : class, IApiObject<T> => Resource<T>(T.Resource);

    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>(ApiResource resource)
        where T : class, IApiModel<T>, IApiObject => new HttpResourceClient<T>(this, resource);

    /// <inheritdoc/>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { IsAbsoluteUri: false } path) request.RequestUri = new Uri(server, path);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Version = HttpVersion.Version20;
        return invoker.SendAsync(request, cancellationToken);
    }
}
