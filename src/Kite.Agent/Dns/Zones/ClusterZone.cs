using System.Net;
using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Zones;

/// <summary>Answers for the cluster domain, as the Kubernetes DNS specification 1.1.0 has it.</summary>
internal sealed class ClusterZone(ClusterRecords records, ClusterDnsOptions options)
{
    /// <summary>How long answers may be kept: short, since they come from the node itself.</summary>
    public const uint Ttl = 5;

    private const string SchemaVersion = "1.1.0";
    private const int LongestAliasChain = 8;
    private readonly string domain = options.Domain.ToLowerInvariant();
    private readonly string suffix = "." + options.Domain.ToLowerInvariant();
    private readonly ServiceNames services = new(records, options.Domain.ToLowerInvariant());

    /// <summary>The answer, or null where the name is none of the zone's.</summary>
    public DnsAnswer? Resolve(string name, RecordType type)
    {
        if (!IsInside(name)) return null;
        if (!records.HasSynced) return DnsAnswer.Failed(ResponseCode.ServerFailure);
        var lookup = Follow(name, type);
        return new DnsAnswer
        {
            Code = lookup.Exists ? ResponseCode.NoError : ResponseCode.NameError,
            IsAuthoritative = true,
            Records = lookup.Records,
            Additional = lookup.Additional,
            Outside = lookup.Alias,
            Authority = lookup.Records.Count == 0 ? Authority() : null,
        };
    }

    public AuthorityRecord Authority() => new(domain, Ttl, $"ns.dns.{domain}", $"hostmaster.{domain}", 1);

    private bool IsInside(string name) => name.EndsWith(suffix, StringComparison.Ordinal) || name == domain;

    // An alias that leads back into the zone is followed here; its Alias is then null.
    private ZoneLookup Follow(string name, RecordType type)
    {
        var lookup = Lookup(name, type);
        var all = new List<DnsRecord>(lookup.Records);
        for (var i = 0; i < LongestAliasChain && lookup.Alias is { } alias && IsInside(alias); i++)
        {
            lookup = Lookup(alias, type);
            all.AddRange(lookup.Records);
        }
        return all.Count == 0 ? lookup : lookup with { Records = all, Exists = true, Alias = lookup.Alias is { } outside && !IsInside(outside) ? outside : null };
    }

    private ZoneLookup Lookup(string name, RecordType type)
    {
        if (name == domain) return Apex(type);
        var labels = name[..^suffix.Length].Split('.');
        return labels[^1] switch
        {
            "svc" => services.Lookup(name, labels, type),
            "pod" => Pod(name, labels, type),
            "dns-version" when labels.Length == 1 => ZoneLookup.Of(type, new TextRecord(name, Ttl, SchemaVersion)),
            "dns" when labels is ["ns", _] => ZoneLookup.Of(type, new AddressRecord(name, Ttl, options.Address)),
            "dns" when labels.Length == 1 => ZoneLookup.Empty,
            _ => ZoneLookup.Missing,
        };
    }

    private ZoneLookup Apex(RecordType type) => type switch
    {
        RecordType.Soa => ZoneLookup.Of(type, Authority()),
        RecordType.NS => ZoneLookup.Of(type, new NameRecord(domain, Ttl, RecordType.NS, $"ns.dns.{domain}")) with { Additional = [new AddressRecord($"ns.dns.{domain}", Ttl, options.Address)] },
        _ => ZoneLookup.Empty,
    };

    private ZoneLookup Pod(string name, string[] labels, RecordType type)
    {
        if (labels.Length == 1) return ZoneLookup.Empty;
        if (labels.Length > 3 || !records.HasNamespace(labels[^2])) return ZoneLookup.Missing;
        if (labels.Length == 2) return ZoneLookup.Empty;
        return FromDashed(labels[0]) is { } address ? ZoneLookup.Of(type, new AddressRecord(name, Ttl, address)) : ZoneLookup.Missing;
    }

    private static IPAddress? FromDashed(string label)
    {
        var dotted = label.Replace('-', '.');
        if (dotted.Count(letter => letter == '.') == 3 && IPAddress.TryParse(dotted, out var address)) return address;
        return label.Count(letter => letter == '-') >= 2 && IPAddress.TryParse(label.Replace('-', ':'), out address) ? address : null;
    }
}
