using Kite.Agent.Network.Cni;
using Kite.Agent.Network.Docker;
using Kite.Agent.Runtime.Cri;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.Agent.Network;

/// <summary>Registers the pod network.</summary>
public static class PodNetworkServices
{
    /// <summary>Adds the node's pod network as <see cref="IPodNetwork"/>. Needs an <see cref="Api.Client.IInformerFactory"/> that may list and watch the node's own Node object, and logging.</summary>
    public static IServiceCollection AddPodNetwork(this IServiceCollection services, PodNetworkOptions options)
    {
        if (options.RuntimeEndpoint is { } endpoint) services.AddCriConnection(new CriOptions(endpoint, options.NodeName)).AddSingleton<INetworkPlugin, CniNetworkPlugin>();
        else services.AddSingleton<IDockerNetworks>(_ => new DockerNetworks(options.DockerEndpoint)).AddSingleton<INetworkPlugin, DockerNetworkPlugin>();
        return services
            .AddHostNetworking()
            .AddSingleton(options)
            .AddSingleton<PodNetwork>()
            .AddSingleton<IPodNetwork>(provider => provider.GetRequiredService<PodNetwork>())
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<PodNetwork>());
    }
}
