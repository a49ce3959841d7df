using System.Buffers.Binary;
using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Forwarding;

/// <summary>An upstream answer with where its times to live stand, so that it can be given out again with the right ones.</summary>
internal sealed class CachedAnswer
{
    private const uint LongestTtl = 30;
    private const uint FailureTtl = 5;
    private readonly byte[] message;
    private readonly int[] ttlOffsets;

    private CachedAnswer(byte[] message, int[] ttlOffsets, uint lifetime)
    {
        this.message = message;
        this.ttlOffsets = ttlOffsets;
        Lifetime = TimeSpan.FromSeconds(lifetime);
    }

    /// <summary>For how long it may be given out; zero where it may not be kept at all.</summary>
    public TimeSpan Lifetime { get; }

    public int Length => message.Length;

    /// <summary>Takes an answer apart; null where it is malformed.</summary>
    public static CachedAnswer? TryRead(byte[] message)
    {
        if (!DnsHeader.TryRead(message, out var header)) return null;
        var offset = DnsHeader.Size;
        for (var i = 0; i < header.Questions; i++)
        {
            if (!DnsName.TrySkip(message, ref offset)) return null;
            offset += 4;
        }
        var ttls = new List<int>();
        var lifetime = LongestTtl;
        var records = header.Answers + header.Authorities + header.Additionals;
        for (var i = 0; i < records; i++)
        {
            if (!DnsRecordReader.TryReadHead(message, ref offset, out var head)) return null;
            if (head.Type is RecordType.Opt) continue;
            ttls.Add(head.TtlOffset);
            lifetime = Math.Min(lifetime, TtlOf(message, head));
        }
        var isFailure = header.ResponseCode is not (ResponseCode.NoError or ResponseCode.NameError);
        if (isFailure) lifetime = FailureTtl;
        // A missing name without an SOA says nothing about how long it will be missing (RFC 2308, 5).
        else if (header.IsTruncated || ttls.Count == 0) lifetime = 0;
        return new CachedAnswer(message, [.. ttls], lifetime);
    }

    /// <summary>The answer for another query of the same question.</summary>
    /// <param name="request">The query: its id and question, letter for letter, become the answer's.</param>
    /// <param name="questionEnd">Where its question ends.</param>
    /// <param name="age">How long the answer has been kept.</param>
    public byte[] For(ReadOnlySpan<byte> request, int questionEnd, TimeSpan age)
    {
        var copy = message.AsSpan().ToArray();
        request[..2].CopyTo(copy);
        if (DnsHeader.TryRead(copy, out var header) && header.Questions == 1 && copy.Length >= questionEnd) request[DnsHeader.Size..questionEnd].CopyTo(copy.AsSpan(DnsHeader.Size));
        foreach (var offset in ttlOffsets)
        {
            var ttl = BinaryPrimitives.ReadUInt32BigEndian(copy.AsSpan(offset));
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(offset), (uint)Math.Max(0, ttl - (long)age.TotalSeconds));
        }
        return copy;
    }

    // A negative answer lives as long as the smaller of the SOA's own time and its minimum (RFC 2308, 5).
    private static uint TtlOf(byte[] message, DnsRecordHead head) =>
        head.Type is RecordType.Soa && head.DataLength >= 4 ? Math.Min(head.Ttl, BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(head.DataOffset + head.DataLength - 4))) : head.Ttl;
}
