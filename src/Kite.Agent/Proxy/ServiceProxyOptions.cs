using System.Net;

namespace Kite.Agent.Proxy;

/// <summary>What the service proxy of a node needs to know.</summary>
public sealed record ServiceProxyOptions
{
    /// <summary>The name of this node's Node object; its endpoints are the local ones.</summary>
    public required string NodeName { get; init; }

    /// <summary>All pods' addresses in the cluster; traffic to a ClusterIP from elsewhere is masqueraded.</summary>
    public required IPNetwork ClusterCidr { get; init; }

    /// <summary>Service addresses that the node answers itself, such as the cluster DNS IP; the proxy leaves them alone.</summary>
    public IReadOnlyList<IPAddress> LocallyServed { get; init; } = [];

    /// <summary>The shortest time between two writes of rules; changes in between are written together.</summary>
    public TimeSpan MinSyncPeriod { get; init; } = TimeSpan.FromMilliseconds(250);
}
