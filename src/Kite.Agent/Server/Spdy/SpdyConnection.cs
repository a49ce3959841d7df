using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Kite.Agent.Server.Spdy;

/// <summary>A SPDY/3.1 connection as Kubernetes speaks it: the client opens streams, nobody counts windows, and back-pressure is the transport's.</summary>
internal sealed class SpdyConnection(Stream transport) : IDisposable
{
    private const int MaxControlFrame = 64 * 1024;
    private const int MaxStreams = 1000;

    private readonly SpdyFrameWriter writer = new(transport);
    private readonly SpdyHeaderReader headers = new();
    private readonly ConcurrentDictionary<int, SpdyStream> streams = [];
    private readonly Channel<SpdyStream> opened = Channel.CreateBounded<SpdyStream>(new BoundedChannelOptions(64) { SingleWriter = true });
    private readonly byte[] headerBytes = new byte[SpdyFrameHeader.Size];
    private volatile int lastStreamId;

    /// <summary>The streams that the other side opens, in order; ends with the connection.</summary>
    public ChannelReader<SpdyStream> Streams => opened.Reader;

    /// <summary>Receives until the other side ends the connection or the token ends; every stream has then ended, too.</summary>
    /// <exception cref="SpdyException">The other side broke the protocol.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(transport, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
        try
        {
            while (await ReadHeaderAsync(reader, cancellationToken) is { } header)
            {
                if (header.IsControl) await ReceiveControlAsync(reader, header, cancellationToken);
                else await ReceiveDataAsync(reader, header, cancellationToken);
            }
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            opened.Writer.TryComplete();
            foreach (var stream in streams.Values) stream.Abort();
            await reader.CompleteAsync();
        }
    }

    /// <summary>Opens a stream, as a client; the server opens none.</summary>
    /// <param name="headers">What the stream is for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<SpdyStream> OpenAsync(IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var id = lastStreamId == 0 ? 1 : lastStreamId + 2;
        lastStreamId = id;
        // Known before it is asked for: the answer may come at once.
        var stream = streams[id] = new SpdyStream(this, writer, id, headers);
        await writer.WriteOpenAsync(id, headers, cancellationToken);
        return stream;
    }

    /// <summary>Tells the other side that this one is done.</summary>
    public ValueTask GoAwayAsync(CancellationToken cancellationToken) => writer.WriteGoAwayAsync(lastStreamId, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    internal void Forget(SpdyStream stream) => streams.TryRemove(stream.Id, out _);

    private async ValueTask<SpdyFrameHeader?> ReadHeaderAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAtLeastAsync(SpdyFrameHeader.Size, cancellationToken);
        if (read.Buffer.Length < SpdyFrameHeader.Size)
        {
            // What is cut off in the middle of a frame is an end as any other to those who read the streams.
            reader.AdvanceTo(read.Buffer.End);
            return null;
        }
        read.Buffer.Slice(0, SpdyFrameHeader.Size).CopyTo(headerBytes);
        reader.AdvanceTo(read.Buffer.GetPosition(SpdyFrameHeader.Size));
        return SpdyFrameHeader.Read(headerBytes);
    }

    private async ValueTask ReceiveDataAsync(PipeReader reader, SpdyFrameHeader header, CancellationToken cancellationToken)
    {
        var stream = streams.GetValueOrDefault(header.StreamId);
        if (stream is null && header.StreamId > lastStreamId) throw new SpdyException($"data for stream {header.StreamId}, which was never opened");
        for (var left = header.Length; left > 0;)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var part = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            if (part.IsEmpty && read.IsCompleted) throw new SpdyException("the connection ends inside a frame");
            // Data for a stream that is over may have been on its way; it is dropped.
            if (stream is not null)
            {
                foreach (var segment in part) await stream.ReceiveAsync(segment, cancellationToken);
            }
            left -= (int)part.Length;
            reader.AdvanceTo(part.End);
        }
        if (header.IsLast && stream is not null) await stream.EndInputAsync();
    }

    private async ValueTask ReceiveControlAsync(PipeReader reader, SpdyFrameHeader header, CancellationToken cancellationToken)
    {
        if (header.Length > MaxControlFrame) throw new SpdyException($"a control frame of {header.Length} bytes");
        var read = await reader.ReadAtLeastAsync(header.Length, cancellationToken);
        if (read.Buffer.Length < header.Length) throw new SpdyException("the connection ends inside a frame");
        var payload = read.Buffer.Slice(0, header.Length).ToArray();
        reader.AdvanceTo(read.Buffer.GetPosition(header.Length));
        switch (header.Type)
        {
            case SpdyFrameType.SynStream:
                await OpenAsync(payload, header.IsLast, cancellationToken);
                break;
            case SpdyFrameType.RstStream:
                streams.GetValueOrDefault(Number(payload, 0))?.Abort();
                break;
            case SpdyFrameType.Headers or SpdyFrameType.SynReply:
                // Read for the compressor's sake: blocks build on each other.
                if (payload.Length < 4) throw new SpdyException("a frame of headers ends early");
                headers.Read(payload.AsSpan(4));
                break;
            case SpdyFrameType.Ping:
                await writer.WritePingAsync(payload, cancellationToken);
                break;
            default:
                // Settings, windows and the announced end ask for nothing.
                break;
        }
    }

    private async ValueTask OpenAsync(byte[] payload, bool isLast, CancellationToken cancellationToken)
    {
        const int BlockStart = 10;
        if (payload.Length < BlockStart) throw new SpdyException("a SYN_STREAM frame ends early");
        var id = Number(payload, 0);
        if (id % 2 == 0 || id <= lastStreamId) throw new SpdyException($"stream {id} opened out of order");
        lastStreamId = id;
        var stream = new SpdyStream(this, writer, id, headers.Read(payload.AsSpan(BlockStart)));
        if (streams.Count >= MaxStreams)
        {
            await writer.WriteRefusalAsync(id, cancellationToken);
            return;
        }
        streams[id] = stream;
        await writer.WriteReplyAsync(id, cancellationToken);
        if (isLast) await stream.EndInputAsync();
        await opened.Writer.WriteAsync(stream, cancellationToken);
    }

    private static int Number(ReadOnlySpan<byte> payload, int at) =>
        payload.Length >= at + 4 ? BinaryPrimitives.ReadInt32BigEndian(payload[at..]) & 0x7FFFFFFF : throw new SpdyException("a control frame ends early");
}
