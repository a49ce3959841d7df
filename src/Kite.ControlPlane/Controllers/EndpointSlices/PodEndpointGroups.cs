using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Services;
using EndpointPort = Kite.Api.Models.DiscoveryV1.EndpointPort;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>The endpoints that a Service's pods are.</summary>
/// <param name="zoneOf">The zone of a node, or null.</param>
internal sealed class PodEndpointGroups(Func<string, string?> zoneOf)
{
    /// <summary>The endpoints by family and ports; one empty group for a family that has none.</summary>
    internal IEnumerable<PortGroup> Make(Service service, IReadOnlyCollection<Pod> pods)
    {
        foreach (var addressType in service.AddressTypes())
        {
            var groups = pods
                .Select(pod => (Pod: pod, Addresses: PodEndpoints.Addresses(pod).Where(address => PodEndpoints.AddressType(address) == addressType).ToArray()))
                .Where(item => item.Addresses.Length > 0)
                .Select(item => (Ports: Ports(service, item.Pod), Endpoint: Make(service, item.Pod, item.Addresses)))
                .GroupBy(item => PortGroup.Key(item.Ports), StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new PortGroup(addressType, group.First().Ports, [.. group.Select(item => item.Endpoint).OrderBy(endpoint => endpoint.Addresses[0], StringComparer.Ordinal)]))
                .ToList();
            if (groups.Count == 0) groups.Add(new PortGroup(addressType, [], []));
            foreach (var group in groups) yield return group;
        }
    }

    private static EndpointPort[] Ports(Service service, Pod pod) =>
    [
        .. from port in service.Spec.Ports
           let target = PodEndpoints.TargetPort(pod, port)
           where target is not null
           select new EndpointPort { Name = port.Name ?? "", Port = target, Protocol = port.Protocol ?? "TCP", AppProtocol = port.AppProtocol },
    ];

    private Endpoint Make(Service service, Pod pod, string[] addresses)
    {
        var node = string.IsNullOrEmpty(pod.Spec.NodeName) ? null : pod.Spec.NodeName;
        var isServing = pod.IsReady();
        return new Endpoint
        {
            Addresses = addresses,
            Conditions = new EndpointConditions
            {
                Ready = service.Spec.PublishNotReadyAddresses is true || (isServing && !pod.IsTerminating()),
                Serving = isServing,
                Terminating = pod.IsTerminating(),
            },
            Hostname = PodEndpoints.Hostname(pod, service),
            NodeName = node,
            Zone = node is null ? null : zoneOf(node),
            TargetRef = PodEndpoints.Reference(pod),
        };
    }
}
