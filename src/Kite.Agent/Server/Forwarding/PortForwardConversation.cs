using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Server.Forwarding;

/// <summary>Forwards connections over SPDY: every one is a pair of streams, for data and for an error, with the same request id.</summary>
internal static class PortForwardConversation
{
    private const int MaxWaiting = 256;

    /// <summary>Serves pairs until the client ends the connection.</summary>
    public static async Task RunAsync(SpdyConnection connection, PodPorts ports, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(connection, stop.Token);
        var forwards = new List<Task>();
        try
        {
            await AcceptAsync(connection, ports, forwards, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(forwards);
            await receiving;
        }
    }

    private static async Task AcceptAsync(SpdyConnection connection, PodPorts ports, List<Task> forwards, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<string, SpdyStream>(StringComparer.Ordinal);
        await foreach (var stream in connection.Streams.ReadAllAsync(cancellationToken))
        {
            var isData = stream.Headers.GetValueOrDefault("streamType") == "data";
            // The oldest clients send no id; their data stream is the one right after the error stream.
            var id = stream.Headers.GetValueOrDefault("requestID") ?? (isData ? stream.Id - 2 : stream.Id).ToString();
            if (!waiting.Remove(id, out var other))
            {
                if (waiting.Count >= MaxWaiting) throw new SpdyException("too many streams wait for their other half");
                waiting.Add(id, stream);
                continue;
            }
            forwards.RemoveAll(task => task.IsCompleted);
            forwards.Add(ForwardedConnection.RunAsync(isData ? new SpdyForwardedStream(stream, other) : new SpdyForwardedStream(other, stream), ports, cancellationToken));
        }
    }

    private static async Task ReceiveAsync(SpdyConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ReceiveAsync(cancellationToken);
        }
        catch (Exception e) when (e is SpdyException or IOException or OperationCanceledException)
        {
            // Gone without a word, or speaking nonsense: an end all the same.
        }
    }
}
