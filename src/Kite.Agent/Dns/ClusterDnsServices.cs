using Kite.Agent.Dns.Forwarding;
using Kite.Agent.Dns.Zones;
using Kite.Agent.Network;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.Agent.Dns;

/// <summary>Registers cluster DNS.</summary>
public static class ClusterDnsServices
{
    /// <summary>Adds the node's DNS server. Needs an <see cref="Api.Client.IInformerFactory"/> that may list and watch Services, EndpointSlices and Namespaces, logging and metrics.</summary>
    public static IServiceCollection AddClusterDns(this IServiceCollection services, ClusterDnsOptions options)
    {
        services.TryAddSingleton(options);
        return services
            .AddHostNetworking()
            .AddSingleton<DnsMetrics>()
            .AddSingleton<ClusterRecords>()
            .AddSingleton<ClusterZone>()
            .AddSingleton<ReverseZone>()
            .AddSingleton<UpstreamServers>()
            .AddSingleton<IUpstream, Upstream>()
            .AddSingleton(provider => new AnswerCache(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<Forwarder>()
            .AddSingleton<DnsResponder>()
            .AddSingleton<UdpEndpoint>()
            .AddSingleton<TcpEndpoint>()
            .AddHostedService<DnsServer>();
    }

    /// <summary>Adds what makes the Service kube-system/kube-dns. Once per cluster: on the server, with an <see cref="Api.Client.IApiClient"/> that may get and create Services.</summary>
    public static IServiceCollection AddClusterDnsService(this IServiceCollection services, ClusterDnsOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<DnsService>();
    }
}
