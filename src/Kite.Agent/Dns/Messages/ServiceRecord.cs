namespace Kite.Agent.Dns.Messages;

/// <summary>An SRV record (RFC 2782).</summary>
internal sealed record ServiceRecord(string Name, uint Ttl, ushort Weight, ushort Port, string Target) : DnsRecord(Name, Ttl)
{
    public override RecordType Type => RecordType.Srv;

    public override void WriteData(DnsWriter writer)
    {
        writer.WriteWord(0);
        writer.WriteWord(Weight);
        writer.WriteWord(Port);
        // Old resolvers don't expect a compressed target here, and RFC 2782 forbids it.
        writer.WriteName(Target, mayCompress: false);
    }
}
