using System.Buffers.Binary;

namespace Kite.Agent.Dns.Messages;

/// <summary>A question that a client sent.</summary>
internal sealed record DnsQuery
{
    private const int OptSize = 11;
    private const int PlainUdpSize = 512;
    private const ushort InternetClass = 1;
    private const ushort AnyClass = 255;

    public required DnsHeader Header { get; init; }

    /// <summary>The name asked for, lower-case.</summary>
    public required string Name { get; init; }

    public required RecordType Type { get; init; }

    public required ushort Class { get; init; }

    /// <summary>Where the question ends in the message; it begins behind the header.</summary>
    public required int QuestionEnd { get; init; }

    /// <summary>True where the client speaks EDNS (RFC 6891).</summary>
    public bool HasEdns { get; init; }

    public byte EdnsVersion { get; init; }

    /// <summary>True where the client wants DNSSEC records.</summary>
    public bool WantsDnssec { get; init; }

    /// <summary>The largest UDP answer that the client takes.</summary>
    public int UdpSize { get; init; } = PlainUdpSize;

    public bool IsInternet => Class is InternetClass or AnyClass;

    /// <summary>Reads a query.</summary>
    /// <returns><see cref="ResponseCode.NoError"/> with a query; another code to answer with; or null where an answer would be wrong: to noise, and to answers.</returns>
    public static ResponseCode? TryRead(ReadOnlySpan<byte> message, out DnsQuery? query)
    {
        query = null;
        if (!DnsHeader.TryRead(message, out var header) || header.IsResponse) return null;
        if (header.OperationCode != 0) return ResponseCode.NotImplemented;
        var offset = DnsHeader.Size;
        if (header.Questions != 1 || !DnsName.TryRead(message, ref offset, out var name) || offset + 4 > message.Length) return ResponseCode.FormatError;
        var read = new DnsQuery
        {
            Header = header,
            Name = name,
            Type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(message[offset..]),
            Class = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]),
            QuestionEnd = offset + 4,
        };
        query = WithEdns(message, read);
        return query is null ? ResponseCode.FormatError : query.EdnsVersion > 0 ? ResponseCode.BadVersion : ResponseCode.NoError;
    }

    private static DnsQuery? WithEdns(ReadOnlySpan<byte> message, DnsQuery query)
    {
        var offset = query.QuestionEnd;
        var records = query.Header.Answers + query.Header.Authorities + query.Header.Additionals;
        for (var i = 0; i < records; i++)
        {
            var start = offset;
            if (!DnsRecordReader.TryReadHead(message, ref offset, out var head)) return null;
            if (head.Type is not RecordType.Opt) continue;
            if (query.HasEdns || message[start] != 0 || message.Length - start < OptSize) return null;
            query = query with { HasEdns = true, UdpSize = Math.Max(PlainUdpSize, (int)head.Class), EdnsVersion = (byte)(head.Ttl >> 16), WantsDnssec = (head.Ttl & 0x8000) != 0 };
        }
        return query;
    }
}
