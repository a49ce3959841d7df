using Kite.Api.Errors;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Kite.ApiServer.Streaming;

/// <summary>Sends a request to one address, without what was meant for the API server alone.</summary>
internal class BackendTransformer(Uri target) : HttpTransformer
{
    /// <summary>Where the request goes.</summary>
    public Uri Target => target;

    /// <summary>The failure that the server answered with, where that is not simply passed on.</summary>
    public ApiStatusException? Failure { get; protected set; }

    /// <summary>What a server that can't be reached is to the client.</summary>
    public virtual StatusReason UnreachableReason => StatusReason.InternalError;

    /// <summary>What to say of it.</summary>
    public virtual string UnreachableText => "error dialing backend";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = target;
        var headers = proxyRequest.Headers;
        headers.Host = null;
        headers.Remove("Authorization");
        foreach (var name in httpContext.Request.Headers.Keys)
        {
            if (name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)) headers.Remove(name);
        }
    }
}
