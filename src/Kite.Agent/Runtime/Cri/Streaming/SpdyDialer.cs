using System.Net;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Runtime.Cri.Streaming;

/// <summary>Opens SPDY connections to the runtime's streaming server.</summary>
internal sealed class SpdyDialer : IDisposable
{
    private const string Protocol = "v4.channel.k8s.io";

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Opens a connection for the streams of a process.</summary>
    /// <param name="url">What the runtime gave for the session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeException">The runtime refuses.</exception>
    public async Task<Stream> DialAsync(string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent([]) };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", SpdyHandshake.Protocol);
        request.Headers.TryAddWithoutValidation(SpdyHandshake.VersionHeader, Protocol);
        try
        {
            var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.SwitchingProtocols) return await response.Content.ReadAsStreamAsync(cancellationToken);
            using (response)
            {
                throw new RuntimeException($"the runtime refuses the stream: {(int)response.StatusCode} {(await response.Content.ReadAsStringAsync(cancellationToken)).Trim()}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RuntimeUnavailableException(e.GetBaseException().Message, e);
        }
    }

    public void Dispose() => client.Dispose();
}
