using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Streaming;

/// <summary><c>nodes/proxy</c>: a node's kubelet, or another port of the node.</summary>
internal sealed class NodeProxyHandler(NodeAddresses nodes, KubeletClient kubelets, WorkloadClient others, Forwarder forwarder) : ISubresourceHandler
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["nodes/proxy"];

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (ProxyTarget.Redirects(request)) return Task.CompletedTask;
        var target = ProxyTarget.Parse(request.Info.Name);
        if (nodes.Find(target.Name) is null) throw ApiErrors.NotFound(Node.Resource, target.Name);
        var kubelet = kubelets.AddressOf(target.Name);
        var path = ProxyTarget.PathAndQuery(request);
        if (target.Port.Length == 0 || kubelet.EndsWith(":" + target.Port, StringComparison.Ordinal))
            return forwarder.SendAsync(request, kubelets.Invoker, new ProxyTransformer(request, new Uri(kubelet + path)), cancellationToken);
        var scheme = target.Scheme.Length > 0 ? target.Scheme : "http";
        return forwarder.SendAsync(request, others.Invoker, new ProxyTransformer(request, Backend.Address(scheme, nodes.AddressOf(target.Name), target.Port, path)), cancellationToken);
    }
}
