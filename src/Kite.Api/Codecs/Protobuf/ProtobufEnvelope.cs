using System.Buffers;
using System.Text;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>What stands around a message: four bytes by which the form is known, and a <c>runtime.Unknown</c> that names version and kind.</summary>
public sealed class ProtobufEnvelope
{
    // Upstream always writes the two texts that say nothing here: contentEncoding and contentType.
    private static readonly byte[] Trailer = [0x1a, 0, 0x22, 0];
    private readonly byte[] opening;

    /// <summary>The envelope of objects of a kind.</summary>
    public ProtobufEnvelope(string apiVersion, string kind)
    {
        using var output = new WireWriter(128);
        output.Raw("k8s\0"u8);
        var meta = output.Begin(1);
        output.Bytes(1, Encoding.UTF8.GetBytes(apiVersion));
        output.Bytes(2, Encoding.UTF8.GetBytes(kind));
        output.End(meta);
        output.Tag(2, WireType.Length);
        opening = output.Written.ToArray();
    }

    /// <summary>How many bytes a message of that length takes with its envelope.</summary>
    public int SizeOf(int messageLength) => opening.Length + WireWriter.SizeOf((ulong)messageLength) + messageLength + Trailer.Length;

    /// <summary>Writes what stands before the message.</summary>
    public void Begin(IBufferWriter<byte> output, int messageLength)
    {
        output.Write(opening);
        WriteLength(output, messageLength);
    }

    /// <summary>Writes what stands after the message.</summary>
    public static void End(IBufferWriter<byte> output) => output.Write(Trailer);

    /// <summary>Writes the number and length of a field that holds bytes.</summary>
    public static void WriteField(IBufferWriter<byte> output, int number, int length)
    {
        output.Write([(byte)((number << 3) | (int)WireType.Length)]);
        WriteLength(output, length);
    }

    /// <summary>A field of bytes whose number is below 16.</summary>
    public static byte[] Field(int number, ReadOnlySpan<byte> bytes)
    {
        using var output = new WireWriter(bytes.Length + 8);
        output.Bytes(number, bytes);
        return output.Written.ToArray();
    }

    /// <summary>How many bytes a field of bytes takes whose number is below 16.</summary>
    public static int SizeOfField(int length) => 1 + WireWriter.SizeOf((ulong)length) + length;

    private static void WriteLength(IBufferWriter<byte> output, int length)
    {
        Span<byte> bytes = stackalloc byte[5];
        var at = 0;
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) bytes[at++] = (byte)(rest | 0x80);
        bytes[at++] = (byte)rest;
        output.Write(bytes[..at]);
    }
}
