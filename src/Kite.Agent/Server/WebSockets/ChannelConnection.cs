using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Kite.Agent.Server.WebSockets;

/// <summary>A WebSocket that carries several streams, each message with the number of its stream.</summary>
internal sealed class ChannelConnection : IAsyncDisposable
{
    private const int BufferSize = 32 * 1024;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly ChannelProtocol protocol;
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<byte, Pipe> inputs = [];
    private readonly Task receiving;

    /// <summary>Begins to receive.</summary>
    /// <param name="socket">The WebSocket, from now on this connection's.</param>
    /// <param name="protocol">What the client speaks.</param>
    /// <param name="inputs">The numbers of the streams that the client may write to.</param>
    public ChannelConnection(WebSocket socket, ChannelProtocol protocol, IEnumerable<byte> inputs)
    {
        (this.socket, this.protocol) = (socket, protocol);
        foreach (var channel in inputs) this.inputs.Add(channel, new Pipe(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false)));
        receiving = ReceiveAsync();
    }

    /// <summary>Which version of the protocol is spoken.</summary>
    public int Version => protocol.Version;

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Closed => closed.Token;

    /// <summary>What the client writes to a stream, up to its end; null where it may not.</summary>
    public PipeReader? Input(byte channel) => inputs.GetValueOrDefault(channel)?.Reader;

    /// <summary>Sends one message.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var length = 1 + (protocol.IsBase64 ? (data.Length + 2) / 3 * 4 : data.Length);
        var message = ArrayPool<byte>.Shared.Rent(length);
        await turn.WaitAsync(cancellationToken);
        try
        {
            message[0] = protocol.IsBase64 ? (byte)('0' + channel) : channel;
            if (protocol.IsBase64) System.Buffers.Text.Base64.EncodeToUtf8(data.Span, message.AsSpan(1), out _, out _);
            else data.CopyTo(message.AsMemory(1));
            await socket.SendAsync(message.AsMemory(0, length), protocol.IsBase64 ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            turn.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Ends the connection in an orderly way.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        // The client must have read everything before the connection goes, or its last packets to us would take ours along.
        await receiving.WaitAsync(ClosePatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        // A full pipe would hold the receiving loop for ever.
        foreach (var input in inputs.Values) await input.Reader.CompleteAsync();
        await receiving;
        socket.Dispose();
        turn.Dispose();
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        var reader = new ChannelReceiver(protocol, inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Writer));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType is WebSocketMessageType.Close) break;
                await reader.ReceiveAsync(buffer.AsMemory(0, received.Count), received.EndOfMessage);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or FormatException)
        {
            // Gone without a word, or speaking nonsense: an end all the same.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await closed.CancelAsync();
            await reader.CompleteAsync();
        }
    }
}
