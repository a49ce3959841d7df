using System.Buffers.Binary;
using System.Net;
using System.Text;
using Kite.Agent.Dns.Messages;

namespace Kite.UnitTests.Agent.Dns;

/// <summary>An answer taken apart: one line for each record, as <c>dig</c> would print it.</summary>
internal sealed class ReadAnswer
{
    public ReadAnswer(byte[] message)
    {
        Size = message.Length;
        Assert.That(DnsHeader.TryRead(message, out var header), Is.True, "an answer must have a header");
        Header = header;
        var offset = DnsHeader.Size;
        for (var i = 0; i < header.Questions; i++)
        {
            Assert.That(DnsName.TryRead(message, ref offset, out _), Is.True);
            offset += 4;
        }
        Answers = Read(message, ref offset, header.Answers);
        Authorities = Read(message, ref offset, header.Authorities);
        Additionals = Read(message, ref offset, header.Additionals);
        Assert.That(offset, Is.EqualTo(message.Length), "nothing may follow the last record");
    }

    public int Size { get; }

    public DnsHeader Header { get; }

    public ResponseCode Code => Header.ResponseCode;

    public string[] Answers { get; }

    public string[] Authorities { get; }

    public string[] Additionals { get; }

    private static string[] Read(byte[] message, ref int offset, int count)
    {
        var lines = new string[count];
        for (var i = 0; i < count; i++)
        {
            var start = offset;
            Assert.That(DnsRecordReader.TryReadHead(message, ref offset, out var head), Is.True, "every record must be well-formed");
            Assert.That(DnsName.TryRead(message, ref start, out var name), Is.True);
            lines[i] = $"{name} {head.Ttl} {head.Type.ToString().ToUpperInvariant()} {Data(message, head)}";
        }
        return lines;
    }

    private static string Data(byte[] message, DnsRecordHead head)
    {
        var data = message.AsSpan(head.DataOffset, head.DataLength);
        var name = head.Type is RecordType.Srv ? head.DataOffset + 6 : head.DataOffset;
        return head.Type switch
        {
            RecordType.A or RecordType.Aaaa => new IPAddress(data).ToString(),
            RecordType.Txt => Encoding.ASCII.GetString(data[1..]),
            RecordType.Opt => $"{head.Class}",
            RecordType.Srv => $"{BinaryPrimitives.ReadUInt16BigEndian(data)} {BinaryPrimitives.ReadUInt16BigEndian(data[2..])} {BinaryPrimitives.ReadUInt16BigEndian(data[4..])} {Name(message, name)}",
            _ => Name(message, name),
        };
    }

    private static string Name(byte[] message, int offset) => DnsName.TryRead(message, ref offset, out var name) ? name : "?";
}
