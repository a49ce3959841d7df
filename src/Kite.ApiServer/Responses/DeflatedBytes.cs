using System.Buffers.Binary;
using System.IO.Compression;

namespace Kite.ApiServer.Responses;

/// <summary>Compressed bytes that <see cref="GzipJoin"/> puts together with others without compressing them again: they refer to nothing before them and end at a whole byte.</summary>
internal sealed class DeflatedBytes
{
    private const int HeaderLength = 10;
    private const int ChecksumOffset = 8;

    private DeflatedBytes(byte[] blocks, int length, uint checksum)
    {
        Blocks = blocks;
        Length = length;
        Checksum = checksum;
    }

    /// <summary>No bytes.</summary>
    public static DeflatedBytes Empty { get; } = new([], 0, 0);

    /// <summary>The blocks of the deflate format, none of which says that it is the last.</summary>
    public byte[] Blocks { get; }

    /// <summary>How many bytes they stand for.</summary>
    public int Length { get; }

    /// <summary>The CRC-32 of the bytes that they stand for.</summary>
    public uint Checksum { get; }

    /// <summary>Compresses bytes.</summary>
    /// <param name="first">What comes first.</param>
    /// <param name="rest">What follows it.</param>
    public static DeflatedBytes Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest)
    {
        if (first.Length + rest.Length == 0) return Empty;
        using var output = new MemoryStream();
        int end;
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(first);
            gzip.Write(rest);
            gzip.Flush();
            end = (int)output.Length;
        }
        // What was flushed lies between the header and an empty last block with the checksum.
        var all = output.GetBuffer().AsSpan(0, (int)output.Length);
        return new DeflatedBytes(all[HeaderLength..end].ToArray(), first.Length + rest.Length, BinaryPrimitives.ReadUInt32LittleEndian(all[^ChecksumOffset..]));
    }

    /// <summary>The bytes that they stand for.</summary>
    public byte[] Inflate()
    {
        var bytes = new byte[Length];
        using var inflate = new DeflateStream(new MemoryStream(Blocks), CompressionMode.Decompress);
        inflate.ReadExactly(bytes);
        return bytes;
    }
}
