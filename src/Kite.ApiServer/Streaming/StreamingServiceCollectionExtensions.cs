using Kite.ApiServer.Certificates;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.ResourceMetrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.ApiServer.Streaming;

/// <summary>Adds the ways through the API server to kubelets, pods and services.</summary>
public static class StreamingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <c>pods/log</c>, <c>pods/exec</c>, <c>pods/attach</c>, <c>pods/portforward</c> the proxies of pods, services and nodes, and the resource metrics, which nodes are asked for. Needs <c>AddApiServer</c> and
    /// <c>AddApiServerSecurity</c>, whose certificates it shows to kubelets and knows them by.
    /// </summary>
    public static IServiceCollection AddStreaming(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton(provider =>
        {
            var certificates = provider.GetRequiredService<ClusterCertificates>();
            return new KubeletClient(new KubeletTls(certificates.Issuer.Certificate, () => certificates.KubeletClient), provider.GetRequiredService<NodeAddresses>());
        });
        services.AddSingleton<NodeAddresses>();
        services.AddSingleton<WorkloadClient>();
        services.TryAddSingleton<Forwarder>();
        services.AddResourceMetrics();
        services.AddSingleton<PodFinder>();
        services.AddSingleton<ISubresourceHandler, PodLogHandler>();
        services.AddSingleton<ISubresourceHandler, PodSessionHandler>();
        services.AddSingleton<ISubresourceHandler, NodeProxyHandler>();
        services.AddSingleton<ISubresourceHandler, PodProxyHandler>();
        services.AddSingleton<ISubresourceHandler, ServiceProxyHandler>();
        return services;
    }
}
