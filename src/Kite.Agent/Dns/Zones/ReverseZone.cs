using System.Net;
using System.Net.Sockets;
using Kite.Agent.Dns.Messages;
using Kite.Agent.Network;

namespace Kite.Agent.Dns.Zones;

/// <summary>Answers what name an address of the cluster has.</summary>
internal sealed class ReverseZone(ClusterRecords records, ClusterZone zone, ClusterDnsOptions options)
{
    private const string V4Suffix = ".in-addr.arpa";
    private const string V6Suffix = ".ip6.arpa";
    private readonly ServiceNames names = new(records, options.Domain.ToLowerInvariant());

    /// <summary>The answer, or null where the address is none of the cluster's.</summary>
    public DnsAnswer? Resolve(string name, RecordType type)
    {
        if (AddressOf(name) is not { } address) return null;
        var isOurs = options.ClusterCidr.Contains(address) || options.ServiceCidr.Contains(address);
        if (!records.HasSynced) return isOurs ? DnsAnswer.Failed(ResponseCode.ServerFailure) : null;
        var pointers = Names(address).Distinct().Select(target => new NameRecord(name, ClusterZone.Ttl, RecordType.Ptr, target)).ToArray();
        if (pointers.Length == 0 && !isOurs) return null;
        var answers = type is RecordType.Ptr or RecordType.Any ? pointers : [];
        return new DnsAnswer
        {
            Code = pointers.Length > 0 ? ResponseCode.NoError : ResponseCode.NameError,
            IsAuthoritative = true,
            Records = answers,
            Authority = answers.Length == 0 ? zone.Authority() : null,
        };
    }

    /// <summary>The address that a reverse name stands for, or null.</summary>
    public static IPAddress? AddressOf(string name)
    {
        if (name.EndsWith(V4Suffix, StringComparison.Ordinal))
        {
            var parts = name[..^V4Suffix.Length].Split('.');
            return parts.Length == 4 && IPAddress.TryParse(string.Join('.', parts.Reverse()), out var address) && address.AddressFamily is AddressFamily.InterNetwork ? address : null;
        }
        if (!name.EndsWith(V6Suffix, StringComparison.Ordinal)) return null;
        var nibbles = name[..^V6Suffix.Length].Split('.');
        if (nibbles.Length != 32 || nibbles.Any(nibble => nibble.Length != 1 || !char.IsAsciiHexDigit(nibble[0]))) return null;
        return new IPAddress(Convert.FromHexString(string.Concat(nibbles.Reverse())));
    }

    private IEnumerable<string> Names(IPAddress address)
    {
        var text = address.ToString();
        var services = records.ServicesAt(text);
        if (services.Count > 0) return services.Select(service => names.NameOf(service.Metadata.Namespace, service.Metadata.Name));
        return from slice in records.SlicesAt(text)
               let service = ServiceSlices.ServiceOf(slice)
               where service is not null
               from endpoint in slice.Endpoints
               where (endpoint.Conditions?.Ready ?? true) && endpoint.Addresses.Contains(text)
               select $"{ServiceEndpoint.NameOf(endpoint, text)}.{names.NameOf(slice.Metadata.Namespace, service)}";
    }
}
