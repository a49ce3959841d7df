using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.InProcess;

/// <summary>
/// Sends requests through the pipeline without a socket, as one user that is known: the same authorization, admission and errors as over HTTPS. Bodies stream, so watches work.
/// </summary>
internal sealed class InProcessHandler(ApiPipeline pipeline, UserInfo user) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = new InProcessExchange(request, cancellationToken);
        if (request.Content is { } content) exchange.RequestBody = await content.ReadAsStreamAsync(cancellationToken);
        var context = new DefaultHttpContext(exchange.Features);
        exchange.Run(pipeline.HandleAsync(context, user));
        return await exchange.Response;
    }
}
