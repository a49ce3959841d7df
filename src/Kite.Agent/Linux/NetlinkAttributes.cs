using System.Runtime.InteropServices;

namespace Kite.Agent.Linux;

/// <summary>The attributes of a netlink message: each a length, a type and a value.</summary>
internal static class NetlinkAttributes
{
    private const int HeaderLength = 4;
    private const ushort TypeMask = 0x3FFF;

    /// <summary>Marks an attribute that holds others.</summary>
    public const ushort Nested = 0x8000;

    /// <summary>A length with what keeps the next one at a multiple of four.</summary>
    public static int Align(int length) => (length + 3) & ~3;

    /// <summary>The value of an attribute; empty where it isn't there.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        while (attributes.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<ushort>(attributes);
            if (length < HeaderLength || length > attributes.Length) break;
            if ((MemoryMarshal.Read<ushort>(attributes[2..]) & TypeMask) == type) return attributes[HeaderLength..length];
            attributes = attributes[Math.Min(attributes.Length, Align(length))..];
        }
        return [];
    }

    /// <summary>Writes an attribute.</summary>
    public static byte[] Write(ushort type, ReadOnlySpan<byte> value)
    {
        var written = new byte[Align(HeaderLength + value.Length)];
        MemoryMarshal.Write(written, (ushort)(HeaderLength + value.Length));
        MemoryMarshal.Write(written.AsSpan(2), type);
        value.CopyTo(written.AsSpan(HeaderLength));
        return written;
    }
}
