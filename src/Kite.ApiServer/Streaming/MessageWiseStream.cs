using System.Buffers.Binary;

namespace Kite.ApiServer.Streaming;

/// <summary>
/// Writes each frame of a WebSocket by itself, however many come at once: over TLS each is a record then. Clients that ask the socket whether there is more to read
/// don't see a frame that came in the same record as the one before; the Python client is one.
/// </summary>
/// <param name="inner">The connection to the client.</param>
internal sealed class MessageWiseStream(Stream inner) : ForwardStream
{
    private const int LongestHeader = 10;
    private readonly byte[] header = new byte[LongestHeader];
    private int headerRead;
    private ulong payloadLeft;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var length = ToEndOfFrame(buffer.Span);
            await inner.WriteAsync(buffer[..length], cancellationToken);
            await inner.FlushAsync(cancellationToken);
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>How many of the bytes belong to the frame that is being written.</summary>
    private int ToEndOfFrame(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (used < bytes.Length && payloadLeft == 0)
        {
            header[headerRead++] = bytes[used++];
            if (headerRead < HeaderLength()) continue;
            payloadLeft = PayloadLength();
            headerRead = 0;
            if (payloadLeft == 0) return used;
        }
        var payload = (int)Math.Min((ulong)(bytes.Length - used), payloadLeft);
        payloadLeft -= (ulong)payload;
        return used + payload;
    }

    // Servers don't mask (RFC 6455, section 5.2).
    private int HeaderLength() => headerRead < 2 ? 2 : (header[1] & 0x7f) switch { 126 => 4, 127 => LongestHeader, _ => 2 };

    private ulong PayloadLength() => (header[1] & 0x7f) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)),
        127 => BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(2)),
        var length => (ulong)length,
    };
}
