using Kite.Agent.Network.Docker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.Agent.Network;

/// <summary>Registers the pod network.</summary>
public static class PodNetworkServices
{
    /// <summary>Adds the node's pod network as <see cref="IPodNetwork"/>. Needs an <see cref="Api.Client.IInformerFactory"/> that may list and watch the node's own Node object, and logging.</summary>
    public static IServiceCollection AddPodNetwork(this IServiceCollection services, PodNetworkOptions options) => services
        .AddHostNetworking()
        .AddSingleton(options)
        .AddSingleton<IDockerNetworks>(_ => new DockerNetworks(options.DockerEndpoint))
        .AddSingleton<PodNetwork>()
        .AddSingleton<IPodNetwork>(provider => provider.GetRequiredService<PodNetwork>())
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<PodNetwork>());
}
