using System.Buffers.Binary;
using System.Text;

namespace Kite.Agent.Dns.Messages;

/// <summary>Writes one answer after another into the same buffer. A record that doesn't fit is left out whole.</summary>
/// <param name="size">The largest answer that there may be.</param>
internal sealed class DnsWriter(int size)
{
    private const int LargestOffset = 0x3FFF;
    private const int OptSize = 11;
    private const ushort InternetClass = 1;
    private readonly byte[] buffer = new byte[size];
    private readonly List<(string Name, int Start, int Offset)> known = new(32);
    private int limit;
    private int length;
    private bool isFull;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    /// <summary>Writes the answer to a query.</summary>
    /// <param name="request">The query's bytes; its question is repeated to the letter.</param>
    /// <param name="query">The query.</param>
    /// <param name="answer">What to answer.</param>
    /// <param name="largest">The largest message that the transport and the client take.</param>
    public void WriteAnswer(ReadOnlySpan<byte> request, DnsQuery query, DnsAnswer answer, int largest)
    {
        Begin(query.HasEdns ? largest - OptSize : largest);
        request[DnsHeader.Size..query.QuestionEnd].CopyTo(buffer.AsSpan(DnsHeader.Size));
        length = query.QuestionEnd;
        Remember(query.Name, DnsHeader.Size);
        var answers = WriteRecords(answer.Records);
        var isTruncated = isFull;
        var authorities = answer.Authority is { } authority && !isFull ? WriteRecords([authority]) : 0;
        var additionals = isTruncated ? 0 : WriteRecords(answer.Additional);
        limit = largest;
        if (query.HasEdns) WriteOpt(answer.Code);
        var flags = (query.Header.Flags & (DnsHeader.RecursionDesired | DnsHeader.CheckingDisabled)) | DnsHeader.Response | DnsHeader.RecursionAvailable | ((int)answer.Code & 0xF);
        if (answer.IsAuthoritative) flags |= DnsHeader.Authoritative;
        if (isTruncated) flags |= DnsHeader.Truncated;
        new DnsHeader(query.Header.Id, (ushort)flags, 1, (ushort)answers, (ushort)authorities, (ushort)(additionals + (query.HasEdns ? 1 : 0))).Write(buffer);
    }

    /// <summary>Writes an answer to something whose question can't be repeated.</summary>
    public void WriteError(ReadOnlySpan<byte> request, ResponseCode code)
    {
        Begin(DnsHeader.Size);
        DnsHeader.TryRead(request, out var header);
        var flags = (header.Flags & (0x7800 | DnsHeader.RecursionDesired)) | DnsHeader.Response | DnsHeader.RecursionAvailable | (int)code;
        new DnsHeader(header.Id, (ushort)flags, 0, 0, 0, 0).Write(buffer);
        length = DnsHeader.Size;
    }

    /// <summary>Writes an answer that says no more than that it is too large for UDP.</summary>
    public void WriteTruncated(ReadOnlySpan<byte> request, DnsQuery query)
    {
        WriteAnswer(request, query, new DnsAnswer(), DnsSizes.Udp);
        buffer[2] |= DnsHeader.Truncated >> 8;
    }

    /// <summary>Takes over an answer that is complete.</summary>
    public void WriteRaw(ReadOnlySpan<byte> message)
    {
        message.CopyTo(buffer);
        length = message.Length;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => length = 0;

    internal void WriteWord(int value)
    {
        if (!Fits(2)) return;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(length), (ushort)value);
        length += 2;
    }

    internal void WriteDouble(uint value)
    {
        if (!Fits(4)) return;
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(length), value);
        length += 4;
    }

    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (!Fits(bytes.Length)) return;
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    internal void WriteName(string name, bool mayCompress = true)
    {
        for (var start = 0; start < name.Length;)
        {
            var end = name.IndexOf('.', start);
            if (end < 0) end = name.Length;
            if (mayCompress && Find(name, start) is { } offset)
            {
                WriteWord(0xC000 | offset);
                return;
            }
            if (length <= LargestOffset && known.Count < known.Capacity) known.Add((name, start, length));
            if (!Fits(end - start + 1)) return;
            buffer[length++] = (byte)(end - start);
            length += Encoding.Latin1.GetBytes(name.AsSpan(start, end - start), buffer.AsSpan(length));
            start = end + 1;
        }
        WriteBytes([0]);
    }

    private void Begin(int largest)
    {
        limit = Math.Min(largest, buffer.Length);
        length = DnsHeader.Size;
        isFull = false;
        known.Clear();
    }

    private bool Fits(int size)
    {
        if (length + size > limit) isFull = true;
        return !isFull;
    }

    private int WriteRecords(IReadOnlyList<DnsRecord> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var (start, names) = (length, known.Count);
            WriteRecord(records[i]);
            if (!isFull) continue;
            length = start;
            known.RemoveRange(names, known.Count - names);
            return i;
        }
        return records.Count;
    }

    private void WriteRecord(DnsRecord record)
    {
        WriteName(record.Name);
        WriteWord((int)record.Type);
        WriteWord(InternetClass);
        WriteDouble(record.Ttl);
        var lengthOffset = length;
        WriteWord(0);
        record.WriteData(this);
        if (!isFull) BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(lengthOffset), (ushort)(length - lengthOffset - 2));
    }

    private void WriteOpt(ResponseCode code)
    {
        isFull = false;
        WriteBytes([0]);
        WriteWord((int)RecordType.Opt);
        WriteWord(DnsSizes.Udp);
        WriteDouble((uint)((int)code >> 4) << 24);
        WriteWord(0);
    }

    // The question's labels lie uncompressed at their offset.
    private void Remember(string name, int offset)
    {
        for (var start = 0; start < name.Length;)
        {
            known.Add((name, start, offset + start));
            var end = name.IndexOf('.', start);
            if (end < 0 || known.Count == known.Capacity) return;
            start = end + 1;
        }
    }

    private int? Find(string name, int start)
    {
        foreach (var (other, otherStart, offset) in known)
        {
            if (other.AsSpan(otherStart).SequenceEqual(name.AsSpan(start))) return offset;
        }
        return null;
    }
}
