using System.Net;

namespace Kite.ControlPlane.Controllers;

/// <summary>What the controllers need to know of the cluster.</summary>
public sealed record ControllerOptions
{
    /// <summary>The certificates, in PEM, by which pods know the API server; published in every namespace. Empty to publish nothing.</summary>
    public string RootCaBundle { get; init; } = "";

    /// <summary>The networks that pod addresses come from, one for each address family. Empty to give nodes none.</summary>
    public IReadOnlyList<IPNetwork> ClusterCidrs { get; init; } = [IPNetwork.Parse("10.42.0.0/16")];

    /// <summary>The prefix length of a node's share of an IPv4 network.</summary>
    public int NodeMaskSize { get; init; } = 24;

    /// <summary>The prefix length of a node's share of an IPv6 network.</summary>
    public int NodeMaskSizeIPv6 { get; init; } = 64;

    /// <summary>For how long a node may be silent before its state is taken to be unknown.</summary>
    public TimeSpan NodeMonitorGracePeriod { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How many terminated pods are kept before the oldest are deleted; 0 for all.</summary>
    public int TerminatedPodThreshold { get; init; } = 12_500;
}
