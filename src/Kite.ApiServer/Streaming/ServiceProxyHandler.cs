using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Services;

namespace Kite.ApiServer.Streaming;

/// <summary><c>services/proxy</c>: one of the ready endpoints of a Service, by the name or number of a port.</summary>
internal sealed class ServiceProxyHandler(ServiceEndpoints services, WorkloadClient client, Forwarder forwarder) : ISubresourceHandler
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["services/proxy"];

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (ProxyTarget.Redirects(request)) return Task.CompletedTask;
        var target = ProxyTarget.Parse(request.Info.Name);
        var service = services.Find(request.Info.Namespace, target.Name) ?? throw ApiErrors.NotFound(Service.Resource, target.Name);
        var name = PortName(service, target.Port);
        var endpoints = services.Ready(service, name);
        if (endpoints.Count == 0) throw new ApiStatusException(StatusReason.ServiceUnavailable, $"no endpoints available for service \"{target.Name}\"");
        var endpoint = endpoints[Random.Shared.Next(endpoints.Count)];
        var scheme = target.Scheme.Length > 0 ? target.Scheme : "http";
        return forwarder.SendAsync(request, client.Invoker, new ProxyTransformer(request, Backend.Address(scheme, endpoint.Host, endpoint.Port.ToString(), ProxyTarget.PathAndQuery(request))), cancellationToken);
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
}
