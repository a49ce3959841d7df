using System.Buffers.Binary;

namespace Kite.Agent.Server.Spdy;

/// <summary>The eight bytes before every frame.</summary>
/// <param name="IsControl">True for a control frame, false for data.</param>
/// <param name="Type">The type of a control frame.</param>
/// <param name="StreamId">The stream of a data frame.</param>
/// <param name="Flags">The flags.</param>
/// <param name="Length">How many bytes follow.</param>
internal readonly record struct SpdyFrameHeader(bool IsControl, SpdyFrameType Type, int StreamId, byte Flags, int Length)
{
    /// <summary>How many bytes it takes.</summary>
    public const int Size = 8;

    /// <summary>The flag of the last frame of a stream in its direction.</summary>
    public const byte Fin = 1;

    /// <summary>The most that <see cref="Length"/> can say.</summary>
    public const int MaxLength = 0xFFFFFF;

    private const ushort Version = 3;

    /// <summary>True where nothing follows on the stream in this direction.</summary>
    public bool IsLast => (Flags & Fin) != 0;

    /// <summary>A data frame's header.</summary>
    public static SpdyFrameHeader Data(int streamId, int length, bool isLast) => new(false, default, streamId, isLast ? Fin : (byte)0, length);

    /// <summary>A control frame's header.</summary>
    public static SpdyFrameHeader Control(SpdyFrameType type, int length, byte flags = 0) => new(true, type, 0, flags, length);

    /// <summary>Reads a header.</summary>
    /// <exception cref="SpdyException">It is of another version.</exception>
    public static SpdyFrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var second = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var flags = (byte)(second >> 24);
        var length = (int)(second & MaxLength);
        if ((first & 0x80000000) == 0) return new(false, default, (int)first, flags, length);
        var version = (first >> 16) & 0x7FFF;
        return version == Version ? new(true, (SpdyFrameType)(first & 0xFFFF), 0, flags, length) : throw new SpdyException($"SPDY version {version} instead of {Version}");
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, IsControl ? 0x80000000 | ((uint)Version << 16) | (uint)Type : (uint)StreamId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ((uint)Flags << 24) | (uint)Length);
    }
}
