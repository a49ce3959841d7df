using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Yarp.ReverseProxy.Forwarder;

namespace Kite.ApiServer.Streaming;

/// <summary>Passes a request on to a server behind this one, upgraded connections included, byte for byte.</summary>
internal sealed class Forwarder(IHttpForwarder forwarder)
{
    private static readonly ForwarderRequestConfig Config = new()
    {
        // Upgrades are a matter of HTTP/1.1.
        Version = new Version(1, 1),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        // A shell may be left open over lunch.
        ActivityTimeout = TimeSpan.FromHours(4),
    };

    /// <summary>Passes the request on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">How to reach the server.</param>
    /// <param name="transformer">Where the request goes, and what becomes of it.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ApiStatusException">The server can't be reached, or its answer is a failure that the transformer keeps back.</exception>
    public async Task SendAsync(ApiRequest request, HttpMessageInvoker client, BackendTransformer transformer, CancellationToken cancellationToken)
    {
        var context = request.Context;
        var error = await forwarder.SendAsync(context, transformer.Target.GetLeftPart(UriPartial.Authority), client, Config, transformer, cancellationToken);
        if (transformer.Failure is { } failure) throw failure;
        if (error is ForwarderError.None || context.Response.HasStarted || cancellationToken.IsCancellationRequested) return;
        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        throw new ApiStatusException(transformer.UnreachableReason, $"{transformer.UnreachableText}: {Innermost(cause) ?? error.ToString()}", innerException: cause);
    }

    private static string? Innermost(Exception? exception)
    {
        // The message of our own connecting says most; what lies below it is the bare system error.
        while (exception is { InnerException: { } inner } && inner is not System.Net.Sockets.SocketException) exception = inner;
        return exception?.Message;
    }
}
