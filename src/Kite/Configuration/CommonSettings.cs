namespace Kite.Configuration;

/// <summary>The settings of server and agent alike.</summary>
internal static class CommonSettings
{
    public static readonly Setting Config = new("config", "The configuration file", "/etc/kite/config.yaml");
    public static readonly Setting DataDir = new("data-dir", "Where Kite keeps its state", "/var/lib/kite");
    public static readonly Setting LogLevel = new("log-level", "What is logged: debug, info, warn or error", "info");
    public static readonly Setting NodeName = new("node-name", "The node's name; the host name where not set");
    public static readonly Setting NodeIp = new("node-ip", "The node's address; that of the default route where not set");
    public static readonly Setting DockerEndpoint = new("docker-endpoint", "The Docker Engine", "unix:///var/run/docker.sock");
    public static readonly Setting ContainerRuntimeEndpoint = new("container-runtime-endpoint", "A container runtime that speaks CRI, used in place of Docker, such as unix:///run/containerd/containerd.sock");
    public static readonly Setting ClusterCidr = new("cluster-cidr", "The network that pods get their addresses from", "10.42.0.0/16");
    public static readonly Setting ServiceCidr = new("service-cidr", "The network that Services get their addresses from; for dual-stack Services one of each address family, comma-separated", "10.43.0.0/16");
    public static readonly Setting ClusterDns = new("cluster-dns", "The address of the cluster DNS; the tenth of the service network where not set");
    public static readonly Setting ClusterDomain = new("cluster-domain", "The domain of the cluster DNS", "cluster.local");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Config, DataDir, LogLevel, NodeName, NodeIp, DockerEndpoint, ContainerRuntimeEndpoint, ClusterCidr, ServiceCidr, ClusterDns, ClusterDomain, .. KubeletSettings.All, .. EvictionSettings.All];
}
