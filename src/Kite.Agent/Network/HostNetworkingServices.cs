using Kite.Agent.Network.Commands;
using Kite.Agent.Network.IpTables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Kite.Agent.Network;

/// <summary>Registers what pod network, service proxy and DNS share.</summary>
internal static class HostNetworkingServices
{
    public static IServiceCollection AddHostNetworking(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICommandRunner, ProcessCommandRunner>();
        services.TryAddSingleton<IKernel, Kernel>();
        services.TryAddSingleton<IIpTables, IpTablesRules>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, IpTablesGuard>());
        return services;
    }
}
