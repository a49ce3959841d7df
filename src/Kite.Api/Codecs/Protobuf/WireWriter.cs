using System.Buffers;
using System.Buffers.Binary;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Writes messages into pooled memory. The length of a nested message is put before it once it is known.</summary>
internal sealed class WireWriter(int capacity) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int length;

    /// <summary>What has been written; gone after disposal.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>How many bytes a number takes.</summary>
    public static int SizeOf(ulong value) => value == 0 ? 1 : (70 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 7;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        length += bytes.Length;
    }

    /// <summary>Writes the number and wire type that a field begins with.</summary>
    public void Tag(int number, WireType type) => Varint(((ulong)(uint)number << 3) | (ulong)type);

    /// <summary>Writes a number.</summary>
    public void Varint(ulong value)
    {
        var span = Reserve(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7) span[at++] = (byte)(value | 0x80);
        span[at++] = (byte)value;
        length += at;
    }

    /// <summary>Writes a field that holds a number.</summary>
    public void Number(int number, long value)
    {
        Tag(number, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>Writes a field that holds a double-precision number.</summary>
    public void Double(int number, double value)
    {
        Tag(number, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        length += 8;
    }

    /// <summary>Writes a field that holds bytes or text.</summary>
    public void Bytes(int number, ReadOnlySpan<byte> bytes)
    {
        Tag(number, WireType.Length);
        Varint((ulong)bytes.Length);
        Raw(bytes);
    }

    /// <summary>Begins a field that holds a message, or bytes of a length not known yet.</summary>
    /// <returns>What <see cref="End"/> needs.</returns>
    public int Begin(int number)
    {
        Tag(number, WireType.Length);
        Reserve(1);
        return length++;
    }

    /// <summary>Ends a message.</summary>
    public void End(int begun)
    {
        var size = length - begun - 1;
        var prefix = SizeOf((ulong)size);
        if (prefix > 1)
        {
            // Most messages are short; the others make room for a longer length.
            Reserve(prefix - 1);
            buffer.AsSpan(begun + 1, size).CopyTo(buffer.AsSpan(begun + prefix));
        }
        length = begun;
        Varint((ulong)size);
        length += size;
    }

    /// <summary>Room for that many bytes after what is written; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Reserve(int count)
    {
        if (buffer.Length - length < count) Grow(count);
        return buffer.AsSpan(length);
    }

    /// <summary>Takes bytes that were written to reserved room.</summary>
    public void Advance(int count) => length += count;

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
