using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Sorts a client's messages into its streams. Messages may come in pieces.</summary>
/// <param name="protocol">What the client speaks.</param>
/// <param name="inputs">Where the messages of each stream go, by its number; those of others are dropped.</param>
internal sealed class ChannelReceiver(ChannelProtocol protocol, IReadOnlyDictionary<byte, PipeWriter> inputs)
{
    private const int MaxTextMessage = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> text = new();
    private readonly HashSet<byte> ended = [];
    private bool isInside;
    private byte channel;

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
        foreach (var input in inputs.Values) await input.CompleteAsync();
    }

    private async ValueTask DeliverAsync(ReadOnlyMemory<byte> data)
    {
        if (channel == ChannelProtocol.Close && protocol.Version >= 5)
        {
            var which = data.Span[0];
            if (inputs.TryGetValue(which, out var ending) && ended.Add(which)) await ending.CompleteAsync();
        }
        else if (inputs.TryGetValue(channel, out var input) && !ended.Contains(channel))
        {
            await input.WriteAsync(data);
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
