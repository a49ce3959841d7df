using System.Text;

namespace Kite.Agent.Dns.Messages;

/// <summary>A TXT record of one string of at most 255 ASCII characters.</summary>
internal sealed record TextRecord(string Name, uint Ttl, string Text) : DnsRecord(Name, Ttl)
{
    public override RecordType Type => RecordType.Txt;

    public override void WriteData(DnsWriter writer) => writer.WriteBytes([(byte)Text.Length, .. Encoding.ASCII.GetBytes(Text)]);
}
