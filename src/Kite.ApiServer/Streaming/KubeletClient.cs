using System.Net.Sockets;

namespace Kite.ApiServer.Streaming;

/// <summary>Connections to kubelets. A kubelet is called by its node's name, which its certificate proves; the Node object says at which address that is.</summary>
internal sealed class KubeletClient : IDisposable
{
    private const int DefaultPort = 10250;

    private readonly NodeAddresses nodes;
    private readonly SocketsHttpHandler handler;

    public KubeletClient(KubeletTls tls, NodeAddresses nodes)
    {
        this.nodes = nodes;
        handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            SslOptions = tls.ToOptions(),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        };
        Invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends requests to addresses that <see cref="AddressOf"/> gave.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>The address of a node's kubelet, <c>https://name:port</c>.</summary>
    public string AddressOf(string node) => $"https://{node}:{nodes.Find(node)?.Status.DaemonEndpoints?.KubeletEndpoint?.Port ?? DefaultPort}";

    /// <inheritdoc/>
    public void Dispose()
    {
        Invoker.Dispose();
        handler.Dispose();
    }

    private async Task<Stream> ConnectAsync(string node, int port, CancellationToken cancellationToken)
    {
        var address = nodes.AddressOf(node);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A node that is switched off says nothing; without this a quiet session would never notice.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new HttpRequestException($"dial tcp {address}:{port}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
