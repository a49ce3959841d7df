using System.Buffers.Binary;
using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Kite.Agent.Server.Spdy;

/// <summary>Reads header blocks of one connection, in order: they share one compressed stream.</summary>
internal sealed class SpdyHeaderReader
{
    /// <summary>How long a block may be once inflated; stream headers of Kubernetes have some hundred bytes.</summary>
    private const int MaxBlock = 64 * 1024;

    private readonly Inflater inflater = new();
    private readonly byte[] chunk = new byte[1024];

    /// <summary>The headers of a block, by lower-case name.</summary>
    /// <exception cref="SpdyException">The block is damaged or too long.</exception>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        try
        {
            return Parse(Inflate(block.ToArray()));
        }
        catch (SharpZipBaseException e)
        {
            throw new SpdyException($"the header block can't be inflated: {e.Message}", e);
        }
    }

    private ReadOnlySpan<byte> Inflate(byte[] block)
    {
        var inflated = new MemoryStream();
        inflater.SetInput(block);
        while (true)
        {
            var count = inflater.Inflate(chunk);
            if (count == 0 && inflater.IsNeedingDictionary)
            {
                inflater.SetDictionary(SpdyDictionary.Bytes);
                continue;
            }
            if (count == 0) return inflated.GetBuffer().AsSpan(0, (int)inflated.Length);
            inflated.Write(chunk, 0, count);
            if (inflated.Length > MaxBlock) throw new SpdyException("the header block is too long");
        }
    }

    private static Dictionary<string, string> Parse(ReadOnlySpan<byte> bytes)
    {
        var count = TakeLength(ref bytes);
        // Every header takes at least its two lengths.
        if (count > bytes.Length / 8) throw new SpdyException("the header block ends early");
        var headers = new Dictionary<string, string>(count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < count; i++)
        {
            var name = TakeText(ref bytes);
            // Several values of one name are separated by zeros; the first is the one that counts.
            var value = TakeText(ref bytes);
            var end = value.IndexOf('\0');
            headers[name] = end < 0 ? value : value[..end];
        }
        return headers;
    }

    private static int TakeLength(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4) throw new SpdyException("the header block ends early");
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        bytes = bytes[4..];
        return length >= 0 ? length : throw new SpdyException("the header block has a negative length");
    }

    private static string TakeText(ref ReadOnlySpan<byte> bytes)
    {
        var length = TakeLength(ref bytes);
        if (length > bytes.Length) throw new SpdyException("the header block ends early");
        var text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }
}
