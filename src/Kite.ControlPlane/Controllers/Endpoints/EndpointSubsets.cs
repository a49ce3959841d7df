using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Services;

namespace Kite.ControlPlane.Controllers.Endpoints;

/// <summary>The subsets of an Endpoints object that a Service's pods are.</summary>
internal static class EndpointSubsets
{
    /// <summary>How many addresses an Endpoints object holds at most.</summary>
    internal const int MaxAddresses = 1000;

    /// <summary>One subset for every combination of ports, addresses in order.</summary>
    internal static IReadOnlyList<EndpointSubset> Make(Service service, IEnumerable<Pod> pods)
    {
        var addressType = service.AddressTypes().First();
        var publishesAll = service.Spec.PublishNotReadyAddresses is true;
        return
        [
            .. from pod in pods
               where publishesAll || !pod.IsTerminating()
               let ip = PodEndpoints.Addresses(pod).FirstOrDefault(address => PodEndpoints.AddressType(address) == addressType)
               where ip is not null
               let ports = Ports(service, pod)
               where ports.Length > 0 || service.IsHeadless()
               group (pod, ip, ports) by Key(ports) into subset
               orderby subset.Key
               select Make(service, subset.First().ports, [.. subset.Select(item => (item.pod, item.ip))], publishesAll),
        ];
    }

    /// <summary>The subsets cut down to what an Endpoints object may hold, ready addresses first.</summary>
    internal static IReadOnlyList<EndpointSubset> Truncate(IReadOnlyList<EndpointSubset> subsets)
    {
        var room = MaxAddresses;
        var cut = subsets.Select(subset => Take(subset.Addresses, ref room)).ToList();
        return
        [
            .. subsets.Select((subset, i) => subset with { Addresses = cut[i], NotReadyAddresses = Take(subset.NotReadyAddresses, ref room) })
                .Where(subset => subset.Addresses.Count + subset.NotReadyAddresses.Count > 0),
        ];
    }

    private static IReadOnlyList<EndpointAddress> Take(IReadOnlyList<EndpointAddress> addresses, ref int room)
    {
        var count = Math.Min(room, addresses.Count);
        room -= count;
        return count == addresses.Count ? addresses : [.. addresses.Take(count)];
    }

    private static EndpointSubset Make(Service service, EndpointPort[] ports, (Pod Pod, string Ip)[] pods, bool publishesAll)
    {
        var byReadiness = pods.OrderBy(item => item.Ip, StringComparer.Ordinal).ToLookup(item => publishesAll || item.Pod.IsReady(), item => Address(service, item.Pod, item.Ip));
        return new EndpointSubset { Addresses = [.. byReadiness[true]], NotReadyAddresses = [.. byReadiness[false]], Ports = ports };
    }

    private static EndpointAddress Address(Service service, Pod pod, string ip) => new()
    {
        Ip = ip,
        Hostname = PodEndpoints.Hostname(pod, service),
        NodeName = string.IsNullOrEmpty(pod.Spec.NodeName) ? null : pod.Spec.NodeName,
        TargetRef = PodEndpoints.Reference(pod),
    };

    private static EndpointPort[] Ports(Service service, Pod pod) =>
    [
        .. from port in service.Spec.Ports
           let target = PodEndpoints.TargetPort(pod, port)
           where target is not null
           select new EndpointPort { Name = string.IsNullOrEmpty(port.Name) ? null : port.Name, Port = target.Value, Protocol = port.Protocol ?? "TCP", AppProtocol = port.AppProtocol },
    ];

    private static string Key(EndpointPort[] ports) => string.Join(',', ports.Select(port => $"{port.Name}/{port.Protocol}/{port.Port}"));
}
