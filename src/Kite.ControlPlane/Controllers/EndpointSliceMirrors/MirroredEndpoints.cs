using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ControlPlane.Controllers.EndpointSlices;
using Kite.ControlPlane.Controllers.Services;
using EndpointPort = Kite.Api.Models.DiscoveryV1.EndpointPort;

namespace Kite.ControlPlane.Controllers.EndpointSliceMirrors;

/// <summary>The subsets of an Endpoints object that somebody wrote by hand, as endpoints of slices.</summary>
internal static class MirroredEndpoints
{
    private const int MaxPerSubset = 1000;

    /// <summary>The endpoints by family and ports.</summary>
    internal static IEnumerable<PortGroup> Make(IEnumerable<EndpointSubset> subsets) =>
        from subset in subsets
        let ports = subset.Ports.Select(port => new EndpointPort { Name = port.Name ?? "", Port = port.Port, Protocol = port.Protocol ?? "TCP", AppProtocol = port.AppProtocol }).ToArray()
        let ready = subset.Addresses.Select(address => (address, isReady: true))
        let unready = subset.NotReadyAddresses.Select(address => (address, isReady: false))
        from item in ready.Concat(unready).Take(MaxPerSubset)
        group (Endpoint: Make(item.address, item.isReady), ports) by (AddressType: PodEndpoints.AddressType(item.address.Ip), Key: PortGroup.Key(ports)) into found
        orderby found.Key.AddressType, found.Key.Key
        select new PortGroup(found.Key.AddressType, found.First().ports, [.. found.Select(item => item.Endpoint)]);

    private static Endpoint Make(EndpointAddress address, bool isReady) => new()
    {
        Addresses = [address.Ip],
        Conditions = new EndpointConditions { Ready = isReady },
        Hostname = address.Hostname,
        NodeName = address.NodeName,
        TargetRef = address.TargetRef,
    };
}
