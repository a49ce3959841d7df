using System.Text;

namespace Kite.UnitTests.Api.Codecs.Protobuf;

/// <summary>Builds messages byte by byte, as protobuf's encoding guide says, so that the decoder is held against the format and not against itself.</summary>
internal sealed class Wire
{
    private readonly List<byte> bytes = [];

    internal byte[] Bytes => [.. bytes];

    /// <summary>Kubernetes' envelope: the magic, then the kind and the object's bytes.</summary>
    internal static byte[] Envelope(string apiVersion, string kind, Wire raw) =>
        [.. "k8s\0"u8, .. new Wire().Message(1, new Wire().Text(1, apiVersion).Text(2, kind)).Message(2, raw).Bytes];

    internal Wire Number(int field, ulong value) => Varint((ulong)field << 3).Varint(value);

    internal Wire Text(int field, string value) => Blob(field, Encoding.UTF8.GetBytes(value));

    internal Wire Message(int field, Wire message) => Blob(field, message.Bytes);

    internal Wire Blob(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2).Varint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    internal Wire Fixed64(int field, ulong value)
    {
        Varint(((ulong)field << 3) | 1);
        bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    private Wire Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return this;
    }
}
