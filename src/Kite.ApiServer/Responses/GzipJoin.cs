using System.Buffers.Binary;

namespace Kite.ApiServer.Responses;

/// <summary>Makes one gzip stream of bytes that are compressed already.</summary>
/// <remarks>RFC 1952. The checksum of the whole comes from those of the parts: it is a remainder of polynomials over GF(2), so putting bytes behind others multiplies theirs by a power of x.</remarks>
internal static class GzipJoin
{
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 1u << 31;

    // x to the power of 8, of 16, of 32 and so on: what one byte, two bytes, four bytes multiply by.
    private static readonly uint[] Powers = CreatePowers();

    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    private static ReadOnlySpan<byte> LastBlock => [3, 0];

    /// <summary>The stream.</summary>
    /// <param name="parts">What it consists of, in order.</param>
    /// <param name="length">How many bytes it stands for.</param>
    public static byte[] Join(IReadOnlyCollection<DeflatedBytes> parts, out int length)
    {
        var stream = new byte[Header.Length + parts.Sum(part => part.Blocks.Length) + LastBlock.Length + 2 * sizeof(uint)];
        Header.CopyTo(stream);
        var at = Header.Length;
        var checksum = 0u;
        length = 0;
        foreach (var part in parts)
        {
            part.Blocks.CopyTo(stream, at);
            at += part.Blocks.Length;
            checksum = Multiply(checksum, PowerOf(part.Length)) ^ part.Checksum;
            length += part.Length;
        }
        LastBlock.CopyTo(stream.AsSpan(at));
        at += LastBlock.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(at), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(at + sizeof(uint)), (uint)length);
        return stream;
    }

    private static uint[] CreatePowers()
    {
        var powers = new uint[sizeof(int) * 8];
        powers[0] = One >> 8;
        for (var i = 1; i < powers.Length; i++) powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        return powers;
    }

    private static uint PowerOf(int bytes)
    {
        var power = One;
        for (var i = 0; bytes >> i > 0; i++)
        {
            if ((bytes >> i & 1) != 0) power = Multiply(power, Powers[i]);
        }
        return power;
    }

    /// <summary>The product of two polynomials, whose highest bit is the coefficient of 1.</summary>
    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0) product ^= right;
            right = (right & 1) != 0 ? right >> 1 ^ Polynomial : right >> 1;
        }
        return product;
    }
}
