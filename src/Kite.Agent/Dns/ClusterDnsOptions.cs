using System.Net;

namespace Kite.Agent.Dns;

/// <summary>What the node's DNS server needs to know.</summary>
public sealed record ClusterDnsOptions
{
    /// <summary>The cluster DNS IP: the node's server listens on it, and the Service kube-system/kube-dns has it as its ClusterIP.</summary>
    public IPAddress Address { get; init; } = IPAddress.Parse("10.43.0.10");

    /// <summary>The port, UDP and TCP.</summary>
    public int Port { get; init; } = 53;

    /// <summary>The cluster domain.</summary>
    public string Domain { get; init; } = "cluster.local";

    /// <summary>All pods' addresses; names for them are never asked upstream.</summary>
    public required IPNetwork ClusterCidr { get; init; }

    /// <summary>All Services' addresses; names for them are never asked upstream.</summary>
    public required IPNetwork ServiceCidr { get; init; }

    /// <summary>Where the upstream resolvers stand.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>True to put <see cref="Address"/> on the loopback device before listening.</summary>
    public bool AssignAddress { get; init; } = true;
}
