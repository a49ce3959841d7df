using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Zones;

/// <summary>What a zone has for a name and type.</summary>
internal sealed record ZoneLookup
{
    /// <summary>The name isn't there.</summary>
    public static ZoneLookup Missing { get; } = new();

    /// <summary>The name is there, but has nothing of the type.</summary>
    public static ZoneLookup Empty { get; } = new() { Exists = true };

    public bool Exists { get; init; }

    public IReadOnlyList<DnsRecord> Records { get; init; } = [];

    public IReadOnlyList<DnsRecord> Additional { get; init; } = [];

    /// <summary>Where an alias leads, if the name is one.</summary>
    public string? Alias { get; init; }

    /// <summary>The records of a name, of which those of the type are the answer.</summary>
    public static ZoneLookup Of(RecordType type, params IEnumerable<DnsRecord> records) =>
        new() { Exists = true, Records = records.Where(record => type is RecordType.Any || record.Type == type).ToArray() };
}
