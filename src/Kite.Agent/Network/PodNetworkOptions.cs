using System.Net;

namespace Kite.Agent.Network;

/// <summary>Where the node's pod network lives and how far it reaches.</summary>
public sealed record PodNetworkOptions
{
    /// <summary>The name of this node's Node object.</summary>
    public required string NodeName { get; init; }

    /// <summary>All pods' addresses in the cluster; traffic to them keeps its source address.</summary>
    public required IPNetwork ClusterCidr { get; init; }

    /// <summary>The Docker Engine's endpoint, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public Uri DockerEndpoint { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>A runtime that speaks CRI in place of Docker, such as <c>unix:///run/containerd/containerd.sock</c>; null for Docker.</summary>
    public Uri? RuntimeEndpoint { get; init; }

    /// <summary>Where CNI keeps the addresses that it has given to pods; with <see cref="RuntimeEndpoint"/> only.</summary>
    public string AddressDirectory { get; init; } = "/var/lib/cni/networks";

    /// <summary>The network's name.</summary>
    public string NetworkName { get; init; } = "kite";

    /// <summary>The name of the bridge device; at most 15 characters.</summary>
    public string BridgeName { get; init; } = "kite0";

    /// <summary>The MTU of pods' interfaces; null takes that of the interface with the default route.</summary>
    public int? Mtu { get; init; }
}
