using System.Buffers.Binary;
using System.Text;

namespace Kite.Agent.Server.Spdy;

/// <summary>Writes header blocks of one connection, in order: they share one zlib stream.</summary>
/// <remarks>
/// What is written is a few bytes, so it is stored instead of compressed, which every inflater reads. Each block ends with the empty stored block of a sync flush:
/// Go's inflater hands out what it has only there, and SharpZipLib's deflater flushes in another way.
/// </remarks>
internal sealed class SpdyHeaderWriter
{
    // Deflate with a 32 KiB window, a preset dictionary, and that dictionary's checksum.
    private static readonly byte[] ZlibHeader = [0x78, 0x20, 0xE3, 0xC6, 0xA7, 0xC2];

    private bool isBegun;

    /// <summary>A block with the headers given.</summary>
    public byte[] Write(IReadOnlyDictionary<string, string> headers)
    {
        var plain = new MemoryStream();
        WriteLength(plain, headers.Count);
        foreach (var (name, value) in headers)
        {
            WriteText(plain, name.ToLowerInvariant());
            WriteText(plain, value);
        }
        var block = new MemoryStream();
        if (!isBegun) block.Write(ZlibHeader);
        isBegun = true;
        WriteStored(block, plain.GetBuffer().AsSpan(0, (int)plain.Length));
        WriteStored(block, []);
        return block.ToArray();
    }

    private static void WriteStored(MemoryStream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], checked((ushort)data.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)~data.Length);
        stream.Write(head);
        stream.Write(data);
    }

    private static void WriteLength(MemoryStream stream, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        stream.Write(bytes);
    }

    private static void WriteText(MemoryStream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteLength(stream, bytes.Length);
        stream.Write(bytes);
    }
}
