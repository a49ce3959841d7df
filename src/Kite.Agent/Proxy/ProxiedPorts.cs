using System.Net;
using System.Net.Sockets;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;

namespace Kite.Agent.Proxy;

/// <summary>Computes what to proxy from Services and EndpointSlices. Pure, and ordered by name.</summary>
internal static class ProxiedPorts
{
    private const string ProxyNameLabel = "service.kubernetes.io/service-proxy-name";
    private const int DefaultAffinitySeconds = 10800;

    /// <summary>The ports of all Services that have a ClusterIP; those for another proxy, headless ones and external names have nothing to proxy.</summary>
    /// <param name="services">The Services.</param>
    /// <param name="slicesOf">The EndpointSlices of a Service.</param>
    /// <param name="options">The node and the addresses to leave alone.</param>
    public static IReadOnlyList<ProxiedPort> Compute(IEnumerable<Service> services, Func<Service, IEnumerable<EndpointSlice>> slicesOf, ServiceProxyOptions options)
    {
        var ports = new List<ProxiedPort>();
        foreach (var service in services.Where(IsProxied))
        {
            var clusterIPs = AddressesToProxy(service.Spec.ClusterIPs is { Count: > 0 } all ? all : [service.Spec.ClusterIP!], options);
            if (clusterIPs.Length == 0) continue;
            var slices = slicesOf(service).Where(slice => slice.AddressType == "IPv4").ToArray();
            ports.AddRange(service.Spec.Ports.Select(port => Compute(service, port, clusterIPs, slices, options)));
        }
        ports.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Protocol, b.Protocol));
        return ports;
    }

    private static bool IsProxied(Service service) =>
        service.Spec.Type is not "ExternalName" && service.Spec.ClusterIP is not (null or "" or "None") && !service.Metadata.Labels.ContainsKey(ProxyNameLabel);

    private static ProxiedPort Compute(Service service, ServicePort port, string[] clusterIPs, EndpointSlice[] slices, ServiceProxyOptions options)
    {
        var spec = service.Spec;
        var candidates = Candidates(port, slices).ToArray();
        var all = Usable(candidates, options.NodeName);
        var name = $"{service.Metadata.Namespace}/{service.Metadata.Name}";
        return new ProxiedPort
        {
            Name = string.IsNullOrEmpty(port.Name) ? name : $"{name}:{port.Name}",
            Namespace = service.Metadata.Namespace,
            Service = service.Metadata.Name,
            Protocol = (port.Protocol ?? "TCP").ToLowerInvariant(),
            Port = port.Port,
            ClusterIPs = clusterIPs,
            ExternalIPs = AddressesToProxy(spec.ExternalIPs, options),
            LoadBalancerIPs = AddressesToProxy(service.Status.LoadBalancer?.Ingress.Where(ingress => ingress.IpMode is not "Proxy").Select(ingress => ingress.Ip ?? "") ?? [], options),
            LoadBalancerSourceRanges = spec.LoadBalancerSourceRanges.Where(range => IPNetwork.TryParse(range.Trim(), out var network) && network.BaseAddress.AddressFamily is AddressFamily.InterNetwork).Select(range => range.Trim()).ToArray(),
            NodePort = port.NodePort ?? 0,
            HealthCheckNodePort = spec.HealthCheckNodePort ?? 0,
            InternalLocal = spec.InternalTrafficPolicy is "Local",
            ExternalLocal = spec.ExternalTrafficPolicy is "Local",
            AffinitySeconds = spec.SessionAffinity is "ClientIP" ? spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultAffinitySeconds : 0,
            ClusterEndpoints = all,
            LocalEndpoints = Usable(candidates.Where(candidate => candidate.Endpoint.NodeName == options.NodeName), options.NodeName),
            ReadyLocalEndpoints = candidates.Where(candidate => IsReady(candidate.Endpoint) && candidate.Endpoint.NodeName == options.NodeName).Select(candidate => candidate.Endpoint.Addresses[0]).Distinct().Count(),
        };
    }

    private static string[] AddressesToProxy(IEnumerable<string> addresses, ServiceProxyOptions options) => addresses
        .Where(address => IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily is AddressFamily.InterNetwork && !options.LocallyServed.Contains(parsed))
        .Distinct().Order(StringComparer.Ordinal).ToArray();

    private static IEnumerable<(Endpoint Endpoint, int Port)> Candidates(ServicePort port, EndpointSlice[] slices) =>
        from slice in slices
        from target in slice.Ports
        where (target.Name ?? "") == (port.Name ?? "") && (target.Protocol ?? "TCP") == (port.Protocol ?? "TCP") && target.Port is > 0
        from endpoint in slice.Endpoints
        where endpoint.Addresses.Count > 0
        select (endpoint, target.Port ?? 0);

    // Endpoints that are shutting down but still serve are better than none (KEP-1669).
    private static ProxiedEndpoint[] Usable(IEnumerable<(Endpoint Endpoint, int Port)> candidates, string nodeName)
    {
        var known = candidates.ToArray();
        var ready = known.Where(candidate => IsReady(candidate.Endpoint)).ToArray();
        var chosen = ready.Length > 0 ? ready : known.Where(candidate => IsServingWhileTerminating(candidate.Endpoint));
        return chosen.Select(candidate => new ProxiedEndpoint(candidate.Endpoint.Addresses[0], candidate.Port, candidate.Endpoint.NodeName == nodeName)).Distinct().Order().ToArray();
    }

    private static bool IsReady(Endpoint endpoint) => endpoint.Conditions?.Ready ?? true;

    private static bool IsServingWhileTerminating(Endpoint endpoint) =>
        (endpoint.Conditions?.Serving ?? IsReady(endpoint)) && (endpoint.Conditions?.Terminating ?? false);
}
