using System.Net;
using Kite.Api.Models.DiscoveryV1;

namespace Kite.Agent.Dns.Zones;

/// <summary>One address of a ready endpoint, with the name it has below its Service's.</summary>
internal readonly record struct ServiceEndpoint(string Hostname, IPAddress Address, EndpointSlice Slice)
{
    /// <summary>The endpoint's hostname, or its address with dashes.</summary>
    public static string NameOf(Endpoint endpoint, string address) =>
        endpoint.Hostname is { Length: > 0 } hostname ? hostname.ToLowerInvariant() : address.Replace('.', '-').Replace(':', '-');

    public static IEnumerable<ServiceEndpoint> Of(IEnumerable<EndpointSlice> slices) =>
        from slice in slices
        where slice.AddressType is "IPv4" or "IPv6"
        from endpoint in slice.Endpoints
        where endpoint.Conditions?.Ready ?? true
        from address in endpoint.Addresses
        let parsed = IPAddress.TryParse(address, out var ip) ? ip : null
        where parsed is not null
        select new ServiceEndpoint(NameOf(endpoint, address), parsed, slice);
}
