using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Kite.Agent.Probes;

/// <summary>Sends requests to containers: over a connection of their own, past proxies, without a look at certificates, and along redirects to the same host.</summary>
internal sealed class ContainerHttpClient : IDisposable
{
    private const int MostRedirects = 10;
    private static readonly HttpRequestOptionsKey<FirstBytesStream> FirstBytes = new("firstBytes");

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = ConnectAsync,
#pragma warning disable CA5359 // A probe asks whether the container answers, not who it is.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    /// <summary>Sends a request and gives the first answer that leads no further; its body has not been read.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or no end of redirects.</exception>
    /// <exception cref="PlainHttpException">The answer was to be encrypted and is plain HTTP.</exception>
    public async Task<HttpResponseMessage> SendAsync(ContainerRequest request, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(request, cancellationToken);
        for (var redirects = 1; request.Redirected(response) is { } next; redirects++)
        {
            response.Dispose();
            if (redirects > MostRedirects) throw new HttpRequestException("stopped after 10 redirects");
            response = await SendOnceAsync(request = next, cancellationToken);
        }
        return response;
    }

    public void Dispose() => client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps) return stream;
        var watched = new FirstBytesStream(stream);
        context.InitialRequestMessage.Options.Set(FirstBytes, watched);
        return watched;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ContainerRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        try
        {
            return await client.SendAsync(message, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException or IOException && message.Options.TryGetValue(FirstBytes, out var watched) && watched.IsHttp)
        {
            throw new PlainHttpException(e);
        }
    }
}
