using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using Kite.Agent.Server.Sessions;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Input, output, outcome and terminal sizes on one WebSocket.</summary>
internal sealed class ChannelStreams : IRemoteStreams
{
    private const int BufferSize = 32 * 1024;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly ChannelProtocol protocol;
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource closed = new();
    private readonly Pipe? input;
    private readonly Pipe? sizes;
    private readonly Task receiving;

    public ChannelStreams(WebSocket socket, ChannelProtocol protocol, StreamRequest wanted)
    {
        (this.socket, this.protocol) = (socket, protocol);
        if (wanted.Stdin) input = new Pipe(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false));
        if (wanted.Tty) sizes = new Pipe();
        receiving = ReceiveAsync();
    }

    public PipeReader? Input => input?.Reader;

    public PipeReader? Sizes => sizes?.Reader;

    public CancellationToken Closed => closed.Token;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> output, bool isError, CancellationToken cancellationToken) =>
        SendAsync(isError ? ChannelProtocol.Stderr : ChannelProtocol.Stdout, output, cancellationToken);

    public async Task FinishAsync(ExitStatus status, CancellationToken cancellationToken)
    {
        if (protocol.Version >= 4) await SendAsync(ChannelProtocol.Error, status.ToJson(), cancellationToken);
        else if (!status.IsSuccess) await SendAsync(ChannelProtocol.Error, Encoding.UTF8.GetBytes(status.Message), cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        // The client must have read everything before the connection goes, or its last packets to us would take ours along.
        await receiving.WaitAsync(ClosePatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        // A full pipe would hold the receiving loop for ever.
        if (input is not null) await input.Reader.CompleteAsync();
        if (sizes is not null) await sizes.Reader.CompleteAsync();
        await receiving;
        socket.Dispose();
        turn.Dispose();
    }

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

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        var reader = new ChannelReceiver(protocol, input?.Writer, sizes?.Writer);
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
