using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Streaming;

/// <summary><c>pods/proxy</c>: a port of a pod; without one the first that the pod declares.</summary>
internal sealed class PodProxyHandler(PodFinder pods, WorkloadClient client, Forwarder forwarder) : ISubresourceHandler
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["pods/proxy"];

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (ProxyTarget.Redirects(request)) return Task.CompletedTask;
        var target = ProxyTarget.Parse(request.Info.Name);
        var pod = pods.Find(request.Info.Namespace, target.Name);
        if (string.IsNullOrEmpty(pod.Status.PodIP)) throw ApiErrors.BadRequest("address not allowed");
        var port = target.Port.Length > 0 ? Port(pod, target.Port) : pod.Spec.Containers.SelectMany(container => container.Ports).FirstOrDefault()?.ContainerPortValue.ToString() ?? "80";
        var scheme = target.Scheme.Length > 0 ? target.Scheme : "http";
        var address = Backend.Address(scheme, pod.Status.PodIP, port, ProxyTarget.PathAndQuery(request));
        return forwarder.SendAsync(request, client.Invoker, new ProxyTransformer(request, address), cancellationToken);
    }

    private static string Port(Pod pod, string nameOrNumber) =>
        pod.Spec.Containers.SelectMany(container => container.Ports).FirstOrDefault(port => port.Name == nameOrNumber)?.ContainerPortValue.ToString() ?? nameOrNumber;
}
