using System.Net;
using System.Net.Sockets;

namespace Kite.Agent.Dns.Messages;

/// <summary>An A or AAAA record.</summary>
internal sealed record AddressRecord(string Name, uint Ttl, IPAddress Address) : DnsRecord(Name, Ttl)
{
    public override RecordType Type => Address.AddressFamily is AddressFamily.InterNetwork ? RecordType.A : RecordType.Aaaa;

    public override void WriteData(DnsWriter writer)
    {
        Span<byte> bytes = stackalloc byte[16];
        Address.TryWriteBytes(bytes, out var length);
        writer.WriteBytes(bytes[..length]);
    }
}
