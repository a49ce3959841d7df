using Kite.Agent.Dns;
using Kite.Api.Client;
using Kite.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes what keeps the Service of the cluster DNS.</summary>
internal static class ClusterDnsPart
{
    public static Part Build(NodeConfiguration node, IApiClient client, ILoggerFactory loggers) => Part.Build("cluster DNS service", loggers, services => services
        .AddSingleton(client)
        .AddClusterDnsService(new ClusterDnsOptions { Address = node.ClusterDns, Domain = node.ClusterDomain, ClusterCidr = node.ClusterCidr, ServiceCidr = node.ServiceCidr }));
}
