using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Streaming;

/// <summary><c>services/proxy</c>: one of the ready endpoints of a Service, by the name or number of a port.</summary>
internal sealed class ServiceProxyHandler(IResourceCaches caches, WorkloadClient client, Forwarder forwarder) : ISubresourceHandler
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    private readonly IResourceCache services = caches.For(Service.Resource);
    private readonly IResourceCache slices = caches.For(EndpointSlice.Resource);

    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["services/proxy"];

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (ProxyTarget.Redirects(request)) return Task.CompletedTask;
        var target = ProxyTarget.Parse(request.Info.Name);
        var service = services.Get(new ObjectKey(request.Info.Namespace, target.Name))?.Read<Service>() ?? throw ApiErrors.NotFound(Service.Resource, target.Name);
        var name = PortName(service, target.Port);
        var endpoints = Ready(service, name).ToArray();
        if (endpoints.Length == 0) throw new ApiStatusException(StatusReason.ServiceUnavailable, $"no endpoints available for service \"{target.Name}\"");
        var (address, port) = endpoints[Random.Shared.Next(endpoints.Length)];
        var scheme = target.Scheme.Length > 0 ? target.Scheme : "http";
        return forwarder.SendAsync(request, client.Invoker, new ProxyTransformer(Backend.Address(scheme, address, port.ToString(), ProxyTarget.PathAndQuery(request))), cancellationToken);
    }

    /// <summary>The name of the port in the Service's slices; a number is the Service's own port.</summary>
    private static string PortName(Service service, string wanted)
    {
        if (wanted.Length == 0 && service.Spec.Ports is [var only]) return only.Name ?? "";
        var port = service.Spec.Ports.FirstOrDefault(port => (port.Name ?? "") == wanted || port.Port.ToString() == wanted);
        return port is null
            ? throw new ApiStatusException(StatusReason.ServiceUnavailable, $"no service port \"{wanted}\" found for service \"{service.Metadata.Name}\"")
            : port.Name ?? "";
    }

    private IEnumerable<(string Address, int Port)> Ready(Service service, string portName) =>
        from cached in slices.List(service.Metadata.Namespace)
        where cached.Labels.GetValueOrDefault(ServiceLabel) == service.Metadata.Name
        let slice = cached.Read<EndpointSlice>()
        from port in slice.Ports
        where (port.Name ?? "") == portName && port.Port is not null
        from endpoint in slice.Endpoints
        where endpoint.Conditions?.Ready != false
        from address in endpoint.Addresses
        select (address, port.Port!.Value);
}
