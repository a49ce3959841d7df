using System.Net.Sockets;
using Grpc.Net.Client;
using Kite.Agent.Linux;

namespace Kite.Agent.Grpc;

/// <summary>gRPC without TLS to a Unix socket, as container runtimes, CSI drivers and device plugins serve it.</summary>
internal static class UnixSocketChannel
{
    /// <summary>The longest message: a runtime that lists hundreds of containers needs more than the usual 4 MiB.</summary>
    private const int LongestMessage = 16 << 20;

    /// <summary>A channel that connects on first use and again after every loss. Calls to a socket that nobody serves fail with <c>Unavailable</c>.</summary>
    /// <param name="path">The socket's path, with or without <c>unix://</c> before it.</param>
    public static GrpcChannel Create(string path)
    {
        var endpoint = new UnixDomainSocketEndPoint(PathOf(path));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (_, cancellationToken) => ConnectAsync(endpoint, cancellationToken),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = LongestMessage,
        });
    }

    private static string PathOf(string path) => path.StartsWith("unix://", StringComparison.Ordinal) ? path["unix://".Length..] : path;

    private static async ValueTask<Stream> ConnectAsync(UnixDomainSocketEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            // Callers tell the innermost failure.
            if (e is SocketException { SocketErrorCode: SocketError.AddressNotAvailable }) throw new IOException(SocketFailures.Describe(e, new Uri($"unix://{endpoint}")));
            throw;
        }
    }
}
