using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Sorts a client's messages into its streams. Messages may come in pieces.</summary>
internal sealed class ChannelReceiver(ChannelProtocol protocol, PipeWriter? input, PipeWriter? sizes)
{
    private const int MaxTextMessage = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> text = new();
    private bool isInside;
    private byte channel;
    private bool inputEnded;

    /// <summary>Takes a piece of a message; waits while the stream that it belongs to is full.</summary>
    /// <exception cref="FormatException">A text message isn't Base64 or too long.</exception>
    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> piece, bool isLast)
    {
        if (protocol.IsBase64)
        {
            text.Write(piece.Span);
            if (text.WrittenCount > MaxTextMessage) throw new FormatException("a message is too long");
            if (!isLast) return;
            piece = Decode();
            text.ResetWrittenCount();
        }
        if (!isInside && piece.Length > 0)
        {
            channel = piece.Span[0];
            piece = piece[1..];
            isInside = true;
        }
        if (piece.Length > 0) await DeliverAsync(piece);
        if (isLast) isInside = false;
    }

    /// <summary>Ends every stream.</summary>
    public async ValueTask CompleteAsync()
    {
        if (input is not null) await input.CompleteAsync();
        if (sizes is not null) await sizes.CompleteAsync();
    }

    private async ValueTask DeliverAsync(ReadOnlyMemory<byte> data)
    {
        switch (channel)
        {
            case ChannelProtocol.Stdin when input is not null && !inputEnded:
                await input.WriteAsync(data);
                break;
            case ChannelProtocol.Resize when sizes is not null:
                await sizes.WriteAsync(data);
                break;
            case ChannelProtocol.Close when protocol.Version >= 5 && data.Span[0] == ChannelProtocol.Stdin && input is not null:
                inputEnded = true;
                await input.CompleteAsync();
                break;
            default:
                // Nobody asked for this stream.
                break;
        }
    }

    private byte[] Decode()
    {
        var message = text.WrittenSpan;
        if (message.IsEmpty) return [];
        var decoded = new byte[1 + Base64.GetMaxDecodedFromUtf8Length(message.Length - 1)];
        decoded[0] = (byte)(message[0] - '0');
        if (Base64.DecodeFromUtf8(message[1..], decoded.AsSpan(1), out _, out var written) != OperationStatus.Done) throw new FormatException("a message is not Base64");
        return decoded[..(1 + written)];
    }
}
