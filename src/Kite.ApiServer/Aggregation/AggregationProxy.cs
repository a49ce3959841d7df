using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Streaming;
using Kite.ApiServer.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.Aggregation;

/// <summary>Passes requests for a group version of another server on to it, upgraded connections included. Who asked, and that they may, is settled before.</summary>
internal sealed class AggregationProxy(ApiServiceTable services, RemoteClient client, Forwarder forwarder)
{
    /// <summary>Who serves a request, where that is another server.</summary>
    public RemoteApiService? Find(RequestInfo request) => services.Find(request);

    /// <summary>Passes a request on as it came.</summary>
    public Task ForwardAsync(ApiRequest request, RemoteApiService remote, CancellationToken cancellationToken) => ForwardAsync(request, remote, PathAndQuery(request.Context), cancellationToken);

    /// <summary>Passes a request on to a path of the other server's.</summary>
    /// <exception cref="ApiStatusException">The server can't be reached (<c>ServiceUnavailable</c>).</exception>
    public async Task ForwardAsync(ApiRequest request, RemoteApiService remote, string pathAndQuery, CancellationToken cancellationToken)
    {
        if (!remote.IsAvailable)
        {
            var response = request.Context.Response;
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.XContentTypeOptions = "nosniff";
            await response.WriteAsync("service unavailable\n", cancellationToken);
            return;
        }
        var address = remote.Address(pathAndQuery, client.Certificate);
        try
        {
            await forwarder.SendAsync(request, client.For(address), new FrontProxyTransformer(address.Url, request.User), cancellationToken);
        }
        catch (WebhookCallException e)
        {
            throw new ApiStatusException(StatusReason.ServiceUnavailable, e.Message, innerException: e);
        }
    }

    private static string PathAndQuery(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return raw is ['/', ..] ? raw : context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
    }
}
