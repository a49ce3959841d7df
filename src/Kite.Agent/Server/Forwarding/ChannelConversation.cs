using System.Net.WebSockets;
using Kite.Agent.Server.WebSockets;

namespace Kite.Agent.Server.Forwarding;

/// <summary>Forwards one connection to each of some ports, all of them over the channels of one WebSocket.</summary>
internal static class ChannelConversation
{
    /// <summary>Serves until all connections have ended, or the client is gone.</summary>
    public static async Task RunAsync(WebSocket socket, ChannelProtocol protocol, IReadOnlyList<ushort> wanted, PodPorts ports, CancellationToken cancellationToken)
    {
        await using var connection = new ChannelConnection(socket, protocol, wanted.Select((_, i) => (byte)(2 * i)));
        var streams = wanted.Select((port, i) => new ChannelForwardedStream(connection, (byte)(2 * i), port)).ToArray();
        try
        {
            foreach (var stream in streams) await stream.BeginAsync(cancellationToken);
            await Task.WhenAll(streams.Select(stream => ForwardedConnection.RunAsync(stream, ports, cancellationToken)));
            await connection.FinishAsync(cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, and with it whoever would want to know.
        }
    }
}
