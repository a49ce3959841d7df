using System.Buffers.Binary;
using System.Net;

namespace Kite.Agent.Dns.Messages;

/// <summary>Reads resource records off the wire.</summary>
internal static class DnsRecordReader
{
    private const int FixedSize = 10;

    /// <summary>Reads a record's fixed part and steps behind the record.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> message, ref int offset, out DnsRecordHead head)
    {
        head = default;
        if (!DnsName.TrySkip(message, ref offset) || offset + FixedSize > message.Length) return false;
        var data = offset + FixedSize;
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 8)..]);
        if (data + length > message.Length) return false;
        head = new DnsRecordHead(
            (RecordType)BinaryPrimitives.ReadUInt16BigEndian(message[offset..]), BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]),
            BinaryPrimitives.ReadUInt32BigEndian(message[(offset + 4)..]), offset + 4, data, length);
        offset = data + length;
        return true;
    }

    /// <summary>The addresses and aliases among the answers of a message that another server sent; the rest is left out, and all that follows something malformed.</summary>
    public static IReadOnlyList<DnsRecord> ReadAddresses(ReadOnlySpan<byte> message)
    {
        var records = new List<DnsRecord>();
        if (!DnsHeader.TryRead(message, out var header)) return records;
        var offset = DnsHeader.Size;
        for (var i = 0; i < header.Questions; i++)
        {
            if (!DnsName.TrySkip(message, ref offset)) return records;
            offset += 4;
        }
        for (var i = 0; i < header.Answers && TryRead(message, ref offset, out var record); i++)
        {
            if (record is not null) records.Add(record);
        }
        return records;
    }

    private static bool TryRead(ReadOnlySpan<byte> message, ref int offset, out DnsRecord? record)
    {
        record = null;
        var start = offset;
        if (!TryReadHead(message, ref offset, out var head) || !DnsName.TryRead(message, ref start, out var name)) return false;
        var data = message.Slice(head.DataOffset, head.DataLength);
        var dataOffset = head.DataOffset;
        if (head is { Type: RecordType.A, DataLength: 4 } or { Type: RecordType.Aaaa, DataLength: 16 }) record = new AddressRecord(name, head.Ttl, new IPAddress(data));
        else if (head.Type is RecordType.Cname && DnsName.TryRead(message, ref dataOffset, out var target)) record = new NameRecord(name, head.Ttl, RecordType.Cname, target);
        return true;
    }
}
