using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Streaming;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Aggregation;

/// <summary>Sends a request to another API server, in the name of who asked this one.</summary>
internal sealed class FrontProxyTransformer(Uri target, UserInfo user) : BackendTransformer(target)
{
    /// <inheritdoc/>
    public override StatusReason UnreachableReason => StatusReason.ServiceUnavailable;

    /// <inheritdoc/>
    public override string UnreachableText => "error trying to reach service";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        FrontProxyHeaders.Set(proxyRequest.Headers, user);
    }
}
