using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Kite.Agent.Server.Spdy;

/// <summary>Writes frames to a connection, one at a time; the transport's own back-pressure holds writers back.</summary>
internal sealed class SpdyFrameWriter(Stream transport) : IDisposable
{
    private const int MaxData = 32 * 1024;

    /// <summary>The status <c>REFUSED_STREAM</c>.</summary>
    private const int RefusedStream = 3;

    private readonly SemaphoreSlim turn = new(1);
    private readonly SpdyHeaderWriter headers = new();

    /// <summary>Opens a stream.</summary>
    public ValueTask WriteOpenAsync(int streamId, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) =>
        // After the id come the stream that it belongs to, which is none, and a priority.
        WriteHeadersAsync(SpdyFrameType.SynStream, streamId, 10, headers, cancellationToken);

    /// <summary>Accepts a stream.</summary>
    public ValueTask WriteReplyAsync(int streamId, CancellationToken cancellationToken) =>
        WriteHeadersAsync(SpdyFrameType.SynReply, streamId, 4, new Dictionary<string, string>(), cancellationToken);

    /// <summary>Writes data in as many frames as it takes.</summary>
    public async ValueTask WriteDataAsync(int streamId, ReadOnlyMemory<byte> data, bool isLast, CancellationToken cancellationToken)
    {
        do
        {
            var part = data[..Math.Min(data.Length, MaxData)];
            data = data[part.Length..];
            await WriteAsync(SpdyFrameHeader.Data(streamId, part.Length, isLast && data.Length == 0), part, cancellationToken);
        }
        while (data.Length > 0);
    }

    /// <summary>Refuses a stream.</summary>
    public ValueTask WriteRefusalAsync(int streamId, CancellationToken cancellationToken) => WriteNumbersAsync(SpdyFrameType.RstStream, streamId, RefusedStream, cancellationToken);

    /// <summary>Says that no more streams are taken.</summary>
    public ValueTask WriteGoAwayAsync(int lastStreamId, CancellationToken cancellationToken) => WriteNumbersAsync(SpdyFrameType.GoAway, lastStreamId, 0, cancellationToken);

    /// <summary>Answers a ping with its own id.</summary>
    public ValueTask WritePingAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken) => WriteAsync(SpdyFrameHeader.Control(SpdyFrameType.Ping, id.Length), id, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async ValueTask WriteHeadersAsync(SpdyFrameType type, int streamId, int blockStart, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // Compressed under the lock: blocks must leave in the order in which they were made.
            var block = this.headers.Write(headers);
            var payload = new byte[blockStart + block.Length];
            BinaryPrimitives.WriteInt32BigEndian(payload, streamId);
            block.CopyTo(payload, blockStart);
            await WriteFrameAsync(SpdyFrameHeader.Control(type, payload.Length), payload, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private ValueTask WriteNumbersAsync(SpdyFrameType type, int first, int second, CancellationToken cancellationToken)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, first);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), second);
        return WriteAsync(SpdyFrameHeader.Control(type, payload.Length), payload, cancellationToken);
    }

    private async ValueTask WriteAsync(SpdyFrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await WriteFrameAsync(header, payload, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask WriteFrameAsync(SpdyFrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var length = SpdyFrameHeader.Size + payload.Length;
        var frame = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            header.Write(frame);
            payload.CopyTo(frame.AsMemory(SpdyFrameHeader.Size));
            await transport.WriteAsync(frame.AsMemory(0, length), cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
