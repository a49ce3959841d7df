using Kite.ApiServer.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>Adds the resource metrics API.</summary>
internal static class ResourceMetricsServiceCollectionExtensions
{
    /// <summary>Adds <c>metrics.k8s.io</c>. Needs the ways to kubelets (<c>AddStreaming</c>).</summary>
    public static IServiceCollection AddResourceMetrics(this IServiceCollection services) => services
        .AddSingleton<NodeSamplers>().AddSingleton<IComputedResource, NodeMetrics>().AddSingleton<IComputedResource, PodMetrics>();
}
