namespace Kite.Agent.Dns.Messages;

/// <summary>A resource record to be written.</summary>
/// <param name="Name">Whom it is about.</param>
/// <param name="Ttl">For how many seconds it may be kept.</param>
internal abstract record DnsRecord(string Name, uint Ttl)
{
    public abstract RecordType Type { get; }

    /// <summary>Writes the data behind the record's length.</summary>
    public abstract void WriteData(DnsWriter writer);
}
