using System.Net;

namespace Kite.ApiServer.Certificates;

/// <summary>What the server's certificates have to say about it.</summary>
public sealed record ClusterCertificatesOptions
{
    /// <summary>The name of the server's own node.</summary>
    public required string NodeName { get; init; }

    /// <summary>The cluster's DNS domain.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The address of the <c>kubernetes</c> Service, one per address family.</summary>
    public IReadOnlyList<IPAddress> ServiceAddresses { get; init; } = [];

    /// <summary>Further names and addresses under which clients reach the server.</summary>
    public IReadOnlyList<string> ExtraNames { get; init; } = [];

    /// <summary>Finds the host's own addresses; asked again at every check, because hosts move between networks.</summary>
    public Func<IReadOnlyList<IPAddress>> HostAddresses { get; init; } = HostNetwork.Addresses;
}
