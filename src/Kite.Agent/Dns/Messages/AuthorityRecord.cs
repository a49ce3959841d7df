namespace Kite.Agent.Dns.Messages;

/// <summary>An SOA record: whose zone it is, and for how long a missing name stays missing.</summary>
internal sealed record AuthorityRecord(string Name, uint Ttl, string Server, string Mailbox, uint Serial) : DnsRecord(Name, Ttl)
{
    private const uint Refresh = 7200;
    private const uint Retry = 1800;
    private const uint Expire = 86400;

    public override RecordType Type => RecordType.Soa;

    public override void WriteData(DnsWriter writer)
    {
        writer.WriteName(Server);
        writer.WriteName(Mailbox);
        foreach (var number in (ReadOnlySpan<uint>)[Serial, Refresh, Retry, Expire, Ttl]) writer.WriteDouble(number);
    }
}
