using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Server.Forwarding;

/// <summary>One connection into a pod.</summary>
internal static class ForwardedConnection
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Copies both ways until the pod ends the connection or the client goes. Failures are told on the error stream.</summary>
    public static async Task RunAsync(SpdyStream data, SpdyStream error, PodPorts ports, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, data.Aborted);
        var failure = "";
        try
        {
            if (!ushort.TryParse(data.Headers.GetValueOrDefault("port"), CultureInfo.InvariantCulture, out var port) || port == 0) throw new IOException("the stream names no port");
            await using var pod = await ports.ConnectAsync(port, stop.Token);
            await CopyAsync(data, pod, stop);
        }
        catch (Exception e) when (e is IOException or SocketException or SpdyException)
        {
            failure = e.Message;
        }
        catch (OperationCanceledException)
        {
            // The client has dropped the connection.
        }
        await data.Input.CompleteAsync();
        await error.Input.CompleteAsync();
        await EndAsync(data, error, failure, cancellationToken);
    }

    private static async Task CopyAsync(SpdyStream data, Stream pod, CancellationTokenSource stop)
    {
        var upwards = CopyToPodAsync(data, pod, stop.Token);
        try
        {
            await CopyFromPodAsync(pod, data, stop.Token);
        }
        finally
        {
            // What the pod no longer answers it no longer gets either: clients wait for this end before they end theirs.
            await stop.CancelAsync();
            await upwards;
        }
    }

    private static async Task CopyFromPodAsync(Stream pod, SpdyStream data, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int count; (count = await pod.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken)) > 0;)
                await data.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyToPodAsync(SpdyStream data, Stream pod, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await data.Input.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer) await pod.WriteAsync(segment, cancellationToken);
                data.Input.AdvanceTo(read.Buffer.End);
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

    private static async Task EndAsync(SpdyStream data, SpdyStream error, string failure, CancellationToken cancellationToken)
    {
        try
        {
            if (failure.Length > 0) await error.WriteAsync(Encoding.UTF8.GetBytes(failure), cancellationToken);
            await error.CloseOutputAsync(cancellationToken);
            await data.CloseOutputAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, and with it whoever would want to know.
        }
    }
}
