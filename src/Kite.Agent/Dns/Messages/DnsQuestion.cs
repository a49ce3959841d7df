using System.Buffers.Binary;
using System.Text;

namespace Kite.Agent.Dns.Messages;

/// <summary>Makes queries of Kite's own.</summary>
internal static class DnsQuestion
{
    private const ushort InternetClass = 1;

    /// <summary>A query for a name that can be written, as bytes and as what they say. The id is left to the sender.</summary>
    public static (byte[] Message, DnsQuery Query) For(string name, RecordType type)
    {
        var message = new byte[DnsHeader.Size + name.Length + 2 + 4];
        var header = new DnsHeader(0, DnsHeader.RecursionDesired, 1, 0, 0, 0);
        header.Write(message);
        var offset = DnsHeader.Size;
        foreach (var label in name.Split('.'))
        {
            message[offset] = (byte)label.Length;
            offset += 1 + Encoding.Latin1.GetBytes(label, message.AsSpan(offset + 1));
        }
        offset++;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(offset), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(offset + 2), InternetClass);
        return (message, new DnsQuery { Header = header, Name = name, Type = type, Class = InternetClass, QuestionEnd = message.Length });
    }
}
