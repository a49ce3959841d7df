using Kite.Agent.Server.Endpoints;
using Kite.Agent.Server.Metrics;
using Kite.Agent.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.Agent.Server;

/// <summary>Adds the kubelet's own API to a host.</summary>
public static class KubeletServerServices
{
    /// <summary>Adds the server that answers for logs, exec, attach and port-forward of this node's pods. It needs the kubelet (<c>AddKubelet</c>).</summary>
    public static IServiceCollection AddKubeletServer(this IServiceCollection services, KubeletServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<NodePods>();
        services.AddSingleton<KubeletServerAddress>();
        services.AddSingleton<IKubeletEndpoint, LogsEndpoint>();
        services.AddSingleton<IKubeletEndpoint, ExecEndpoint>();
        services.AddSingleton<IKubeletEndpoint, AttachEndpoint>();
        services.AddSingleton<IKubeletEndpoint, PortForwardEndpoint>();
        services.AddSingleton<IKubeletEndpoint, PodsEndpoint>();
        services.AddSingleton<IKubeletEndpoint, RunningPodsEndpoint>();
        services.AddSingleton<IKubeletEndpoint, RunEndpoint>();
        services.AddSingleton<IKubeletEndpoint, StatsEndpoint>();
        services.AddSingleton<IKubeletEndpoint, ConfigEndpoint>();
        services.AddSingleton<IKubeletEndpoint, NodeLogsEndpoint>();
        services.AddSingleton<IKubeletEndpoint, MetricsEndpoint>();
        services.AddSingleton<MeterReader>().AddSingleton<IMetricsPage, KubeletMetrics>().AddSingleton<IMetricsPage, ResourceMetrics>().AddSingleton<IMetricsPage, ContainerMetrics>().AddSingleton<IMetricsPage, ProbeMetrics>();
        services.AddSingleton<KubeletAuthentication>().AddSingleton<KubeletAuthorization>();
        services.AddSingleton<IKubeletEndpoint, LocalVolumesEndpoint>();
        services.AddSingleton<KubeletApplication>();
        services.AddHostedService<KubeletListener>();
        return services;
    }
}
