using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Server.Forwarding;

/// <summary>One connection into a pod.</summary>
internal static class ForwardedConnection
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Copies both ways until the pod ends the connection or the client goes. Failures are told to the client.</summary>
    public static async Task RunAsync(IForwardedStream client, PodPorts ports, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, client.Aborted);
        var failure = "";
        try
        {
            var port = client.Port ?? throw new IOException("the stream names no port");
            await using var pod = await ports.ConnectAsync(port, stop.Token);
            await CopyAsync(client, pod, stop);
        }
        catch (Exception e) when (e is IOException or SocketException or SpdyException or WebSocketException)
        {
            failure = e.Message;
        }
        catch (OperationCanceledException)
        {
            // The client has dropped the connection.
        }
        await client.Input.CompleteAsync();
        try
        {
            await client.EndAsync(failure, cancellationToken);
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, and with it whoever would want to know.
        }
    }

    private static async Task CopyAsync(IForwardedStream client, Stream pod, CancellationTokenSource stop)
    {
        var upwards = CopyToPodAsync(client, pod, stop.Token);
        try
        {
            await CopyFromPodAsync(pod, client, stop.Token);
        }
        finally
        {
            // What the pod no longer answers it no longer gets either: clients wait for this end before they end theirs.
            await stop.CancelAsync();
            await upwards;
        }
    }

    private static async Task CopyFromPodAsync(Stream pod, IForwardedStream client, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int count; (count = await pod.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken)) > 0;)
                await client.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyToPodAsync(IForwardedStream client, Stream pod, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await client.Input.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer) await pod.WriteAsync(segment, cancellationToken);
                client.Input.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) continue;
                if (pod is NetworkStream { Socket: var socket }) socket.Shutdown(SocketShutdown.Send);
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The pod reads no more; what it still says ends the connection.
        }
    }
}
