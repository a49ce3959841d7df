namespace Kite.Agent.Dns.Messages;

/// <summary>A record whose data is a name: CNAME, NS or PTR.</summary>
internal sealed record NameRecord(string Name, uint Ttl, RecordType Kind, string Target) : DnsRecord(Name, Ttl)
{
    public override RecordType Type => Kind;

    public override void WriteData(DnsWriter writer) => writer.WriteName(Target);
}
