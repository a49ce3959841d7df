using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Streaming;

/// <summary>Turns a kubelet's refusal, which is plain text, into a <c>Status</c>.</summary>
internal sealed class LogTransformer(Uri target, string pod) : BackendTransformer(target)
{
    private const int MaxText = 50_000;

    /// <inheritdoc/>
    public override string UnreachableText => $"Get \"{Target}\"";

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null || (int)proxyResponse.StatusCode < 400) return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var text = await proxyResponse.Content.ReadAsStringAsync(cancellationToken);
        if (text.Length > MaxText) text = text[..MaxText];
        Failure = (int)proxyResponse.StatusCode switch
        {
            StatusCodes.Status400BadRequest => ApiErrors.BadRequest(text),
            StatusCodes.Status404NotFound => new ApiStatusException(
                StatusReason.NotFound, $"the server could not find the requested resource ( pods/log {pod})", new StatusDetails { Name = pod, Kind = Pod.Resource.Plural, Causes = [new StatusCause("UnexpectedServerResponse", text, "")] }),
            _ => ApiErrors.Internal(text),
        };
        return false;
    }
}
