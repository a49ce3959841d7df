using System.Net;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Services;

/// <summary>Where a Service can be reached from the server itself, which may be on a machine that has no route to cluster IPs.</summary>
internal sealed class ServiceEndpoints(IResourceCaches caches)
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    private readonly IResourceCache services = caches.For(Service.Resource);
    private readonly IResourceCache slices = caches.For(EndpointSlice.Resource);

    /// <summary>The Service, or null.</summary>
    public Service? Find(string @namespace, string name) => services.Get(new ObjectKey(@namespace, name))?.Read<Service>();

    /// <summary>True where anybody keeps EndpointSlices for the Service.</summary>
    public bool HasSlices(Service service) => SlicesOf(service).Any();

    /// <summary>The ready endpoints behind a port of a Service, in no particular order.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="portName">The name of its port; empty for one without a name.</param>
    public IReadOnlyList<DnsEndPoint> Ready(Service service, string portName) =>
    [
        .. from slice in SlicesOf(service)
           from port in slice.Ports
           where (port.Name ?? "") == portName && port.Port is not null
           from endpoint in slice.Endpoints
           where endpoint.Conditions?.Ready != false
           from address in endpoint.Addresses
           select new DnsEndPoint(address, port.Port!.Value),
    ];

    private IEnumerable<EndpointSlice> SlicesOf(Service service) =>
        slices.List(service.Metadata.Namespace).Where(slice => slice.Labels.GetValueOrDefault(ServiceLabel) == service.Metadata.Name).Select(slice => slice.Read<EndpointSlice>());
}
