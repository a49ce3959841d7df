using System.Net.Sockets;

namespace Kite.Agent.Join;

/// <summary>
/// Connects to the server, and after a failure says for a while that it failed rather than trying again: requests wait for a connection one behind the other, and a server
/// off the network would hold each of them for as long as an attempt takes. A node that boots without its server asks for much before it starts its pods from its own record.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class ServerDialer(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private volatile Failure? last;

    /// <summary>Opens a connection; the callback of a <see cref="SocketsHttpHandler"/>.</summary>
    /// <exception cref="SocketException">It can't be opened, or couldn't a moment ago.</exception>
    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (last is { } failure && clock.GetElapsedTime(failure.At) < Pause) throw new SocketException((int)failure.Error);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            last = null;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            last = new Failure(clock.GetTimestamp(), e is SocketException { SocketErrorCode: var error } ? error : SocketError.TimedOut);
            throw;
        }
    }

    private sealed record Failure(long At, SocketError Error);
}
