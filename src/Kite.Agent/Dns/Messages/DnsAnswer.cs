namespace Kite.Agent.Dns.Messages;

/// <summary>What to answer.</summary>
internal sealed record DnsAnswer
{
    public ResponseCode Code { get; init; }

    /// <summary>True where Kite is the authority.</summary>
    public bool IsAuthoritative { get; init; }

    public IReadOnlyList<DnsRecord> Records { get; init; } = [];

    /// <summary>The SOA that goes with a name or type that isn't there.</summary>
    public DnsRecord? Authority { get; init; }

    public IReadOnlyList<DnsRecord> Additional { get; init; } = [];

    /// <summary>A name outside the zone whose addresses belong into the answer: where an alias leads.</summary>
    public string? Outside { get; init; }

    public static DnsAnswer Failed(ResponseCode code) => new() { Code = code };
}
