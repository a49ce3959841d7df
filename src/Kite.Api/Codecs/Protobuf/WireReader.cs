using System.Buffers.Binary;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Splits a message into its fields.</summary>
internal static class WireReader
{
    /// <summary>The fields of the message in a range of the buffer, in wire order.</summary>
    /// <exception cref="ProtobufException">The bytes are no protobuf message.</exception>
    public static List<WireField> Fields(ReadOnlySpan<byte> buffer, Range message)
    {
        var (start, length) = message.GetOffsetAndLength(buffer.Length);
        var (at, end) = (start, start + length);
        var fields = new List<WireField>();
        while (at < end)
        {
            var tag = Varint(buffer, ref at, end);
            if (tag >> 3 is 0 or > int.MaxValue) throw new ProtobufException("illegal field number");
            fields.Add(Field(buffer, (int)(tag >> 3), (WireType)(tag & 7), ref at, end));
        }
        return fields;
    }

    private static WireField Field(ReadOnlySpan<byte> buffer, int number, WireType type, ref int at, int end)
    {
        switch (type)
        {
            case WireType.Varint:
                return new WireField(number, type, Varint(buffer, ref at, end), default);
            case WireType.Fixed64:
                Skip(ref at, 8, end);
                return new WireField(number, type, BinaryPrimitives.ReadUInt64LittleEndian(buffer[(at - 8)..]), default);
            case WireType.Fixed32:
                Skip(ref at, 4, end);
                return new WireField(number, type, BinaryPrimitives.ReadUInt32LittleEndian(buffer[(at - 4)..]), default);
            case WireType.Length:
                var length = Varint(buffer, ref at, end);
                if (length > (ulong)(end - at)) throw new ProtobufException("unexpected EOF");
                Skip(ref at, (int)length, end);
                return new WireField(number, type, 0, (at - (int)length)..at);
            default:
                throw new ProtobufException($"illegal wireType {(int)type}");
        }
    }

    private static void Skip(ref int at, int count, int end)
    {
        if (count > end - at) throw new ProtobufException("unexpected EOF");
        at += count;
    }

    private static ulong Varint(ReadOnlySpan<byte> buffer, ref int at, int end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= end) throw new ProtobufException("unexpected EOF");
            var next = buffer[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new ProtobufException("integer overflow");
    }
}
