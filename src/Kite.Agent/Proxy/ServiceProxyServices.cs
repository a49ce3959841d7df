using Kite.Agent.Network;
using Kite.Agent.Proxy.IpTables;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.Agent.Proxy;

/// <summary>Registers the service proxy.</summary>
public static class ServiceProxyServices
{
    /// <summary>Adds the node's service proxy. Needs an <see cref="Api.Client.IInformerFactory"/> that may list and watch Services and EndpointSlices, logging and metrics.</summary>
    public static IServiceCollection AddServiceProxy(this IServiceCollection services, ServiceProxyOptions options) => services
        .AddHostNetworking()
        .AddSingleton(options)
        .AddSingleton<ProxyMetrics>()
        .AddSingleton<HealthCheckServers>()
        .AddSingleton<IProxyRules, IpTablesProxy>()
        .AddHostedService<ServiceProxy>();
}
