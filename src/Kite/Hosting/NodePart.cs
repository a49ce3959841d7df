using Kite.Agent.Dns;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Agent.Proxy;
using Kite.Agent.Server;
using Kite.Api.Client;
using Kite.Configuration;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes what runs on every node: pod network, service proxy, DNS and kubelet.</summary>
internal static class NodePart
{
    public static Part Build(NodeConfiguration node, IApiClient client, KubeletServerOptions server, ILoggerFactory loggers) => Part.Build("node", loggers, services => services
        .AddClient(client)
        .AddPodNetwork(new PodNetworkOptions
        {
            NodeName = node.NodeName,
            ClusterCidr = node.ClusterCidr,
            DockerEndpoint = node.DockerEndpoint,
            RuntimeEndpoint = node.ContainerRuntimeEndpoint,
            AddressDirectory = Path.Combine(node.DataDirectory, "cni"),
        })
        .AddServiceProxy(new ServiceProxyOptions { NodeName = node.NodeName, ClusterCidr = node.ClusterCidr, LocallyServed = [node.ClusterDns] })
        .AddClusterDns(new ClusterDnsOptions { Address = node.ClusterDns, Domain = node.ClusterDomain, ClusterCidr = node.ClusterCidr, ServiceCidr = node.ServiceCidr })
        .AddKubelet(new KubeletOptions
        {
            NodeName = node.NodeName,
            DataDirectory = node.DataDirectory,
            Version = KiteVersion.Kubernetes,
            DockerEndpoint = node.DockerEndpoint,
            RuntimeEndpoint = node.ContainerRuntimeEndpoint,
            NodeIP = node.NodeAddress,
            ClusterDns = node.ClusterDns,
            ClusterDomain = node.ClusterDomain,
            AllowedUnsafeSysctls = node.Kubelet.AllowedUnsafeSysctls,
            Images = node.Kubelet.Images,
            MaxPods = node.Kubelet.Eviction.MaxPods,
            PodPidsLimit = node.Kubelet.Eviction.PodPidsLimit,
            KubeReserved = node.Kubelet.Eviction.KubeReserved,
            SystemReserved = node.Kubelet.Eviction.SystemReserved,
            EvictionHard = node.Kubelet.Eviction.Hard,
            EvictionSoft = node.Kubelet.Eviction.Soft,
            EvictionMaxPodGracePeriod = node.Kubelet.Eviction.MaxPodGracePeriod,
            EvictionPressureTransitionPeriod = node.Kubelet.Eviction.TransitionPeriod,
            OfflineSecrets = node.Kubelet.OfflineSecrets,
            KubeletDirectory = node.Kubelet.RootDirectory,
            PodManifestPath = node.Kubelet.PodManifestPath,
        })
        .AddKubeletServer(server));
}
