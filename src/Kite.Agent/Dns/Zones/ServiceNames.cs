using System.Net;
using Kite.Agent.Dns.Messages;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Dns.Zones;

/// <summary>The names below <c>svc</c>: Services, their named ports and their endpoints.</summary>
internal sealed class ServiceNames(ClusterRecords records, string domain)
{
    private const int TotalWeight = 100;

    /// <param name="name">The whole name.</param>
    /// <param name="labels">Its labels left of the domain; the last one is <c>svc</c>.</param>
    /// <param name="type">What is asked for.</param>
    public ZoneLookup Lookup(string name, string[] labels, RecordType type)
    {
        if (labels.Length == 1) return ZoneLookup.Empty;
        if (labels.Length == 2) return records.HasNamespace(labels[0]) ? ZoneLookup.Empty : ZoneLookup.Missing;
        if (records.Service(labels[^2], labels[^3]) is not { } service) return ZoneLookup.Missing;
        if (service.Spec.Type is "ExternalName") return labels.Length == 3 ? External(name, service, type) : ZoneLookup.Missing;
        return labels.Length switch
        {
            3 => OfService(name, service, type),
            4 => OfEndpoint(name, labels[0], service, type),
            5 when labels[0].StartsWith('_') && labels[1].StartsWith('_') => OfPort(name, labels[0][1..], labels[1][1..], service, type),
            _ => ZoneLookup.Missing,
        };
    }

    /// <summary>The full name of a Service.</summary>
    public string NameOf(string @namespace, string service) => $"{service}.{@namespace}.svc.{domain}";

    private static ZoneLookup External(string name, Service service, RecordType type)
    {
        var target = service.Spec.ExternalName?.TrimEnd('.').ToLowerInvariant() ?? "";
        if (target.Length == 0 || !DnsName.IsWritable(target)) return ZoneLookup.Empty;
        return new ZoneLookup
        {
            Exists = true,
            Records = [new NameRecord(name, ClusterZone.Ttl, RecordType.Cname, target)],
            Alias = type is RecordType.A or RecordType.Aaaa ? target : null,
        };
    }

    private static IEnumerable<DnsRecord> Addresses(string name, IEnumerable<IPAddress> addresses) =>
        addresses.Distinct().Select(address => new AddressRecord(name, ClusterZone.Ttl, address));

    private static IPAddress[] ClusterIPs(Service service) => ClusterRecords.ClusterIPs(service).Select(IPAddress.Parse).ToArray();

    private ZoneLookup OfService(string name, Service service, RecordType type)
    {
        if (type is RecordType.Srv) return Ports(name, service, _ => true);
        var own = ClusterIPs(service);
        if (own.Length > 0) return ZoneLookup.Of(type, Addresses(name, own));
        var endpoints = ServiceEndpoint.Of(records.Slices(service)).Select(endpoint => endpoint.Address).ToArray();
        if (endpoints.Length == 0) return ZoneLookup.Missing;
        // Clients take the first address; everyone shall be first at times.
        Random.Shared.Shuffle(endpoints);
        return ZoneLookup.Of(type, Addresses(name, endpoints));
    }

    private ZoneLookup OfEndpoint(string name, string hostname, Service service, RecordType type)
    {
        var addresses = ServiceEndpoint.Of(records.Slices(service)).Where(endpoint => endpoint.Hostname == hostname).Select(endpoint => endpoint.Address).ToArray();
        return addresses.Length == 0 ? ZoneLookup.Missing : ZoneLookup.Of(type, Addresses(name, addresses));
    }

    private ZoneLookup OfPort(string name, string port, string protocol, Service service, RecordType type)
    {
        var found = Ports(name, service, candidate => candidate.Name == port && candidate.Protocol == protocol);
        return type is RecordType.Srv or RecordType.Any || !found.Exists ? found : ZoneLookup.Empty;
    }

    private ZoneLookup Ports(string name, Service service, Predicate<(string Name, string Protocol)> isWanted)
    {
        var own = ClusterIPs(service);
        var serviceName = NameOf(service.Metadata.Namespace, service.Metadata.Name);
        var targets = own.Length > 0
            ? service.Spec.Ports.Where(port => isWanted((port.Name ?? "", (port.Protocol ?? "TCP").ToLowerInvariant()))).SelectMany(port => own.Select(address => (Target: serviceName, port.Port, Address: address))).ToArray()
            : EndpointPorts(service, serviceName, isWanted).ToArray();
        if (targets.Length == 0) return ZoneLookup.Missing;
        var answers = targets.Select(target => (target.Target, target.Port)).Distinct().ToArray();
        var weight = (ushort)Math.Max(1, TotalWeight / answers.Length);
        return new ZoneLookup
        {
            Exists = true,
            Records = answers.Select(answer => new ServiceRecord(name, ClusterZone.Ttl, weight, (ushort)answer.Port, answer.Target)).ToArray(),
            Additional = targets.Select(target => (target.Target, target.Address)).Distinct().Select(target => new AddressRecord(target.Target, ClusterZone.Ttl, target.Address)).ToArray(),
        };
    }

    private IEnumerable<(string Target, int Port, IPAddress Address)> EndpointPorts(Service service, string serviceName, Predicate<(string Name, string Protocol)> isWanted) =>
        from endpoint in ServiceEndpoint.Of(records.Slices(service))
        from port in endpoint.Slice.Ports
        where port.Port is > 0 && isWanted((port.Name ?? "", (port.Protocol ?? "TCP").ToLowerInvariant()))
        select ($"{endpoint.Hostname}.{serviceName}", port.Port ?? 0, endpoint.Address);
}
