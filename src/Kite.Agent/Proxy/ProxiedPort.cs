namespace Kite.Agent.Proxy;

/// <summary>One port of one Service, with everything that decides where its traffic goes on this node.</summary>
internal sealed record ProxiedPort
{
    /// <summary><c>namespace/name:port</c>, or without the port's name where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace of the Service.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the Service.</summary>
    public required string Service { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public required string Protocol { get; init; }

    public required int Port { get; init; }

    public IReadOnlyList<string> ClusterIPs { get; init; } = [];

    public IReadOnlyList<string> ExternalIPs { get; init; } = [];

    public IReadOnlyList<string> LoadBalancerIPs { get; init; } = [];

    /// <summary>Who may use the load balancer's addresses; empty for everyone.</summary>
    public IReadOnlyList<string> LoadBalancerSourceRanges { get; init; } = [];

    /// <summary>The port on every address of the node, or 0.</summary>
    public int NodePort { get; init; }

    /// <summary>Where the node tells load balancers whether it has local endpoints, or 0.</summary>
    public int HealthCheckNodePort { get; init; }

    /// <summary>True where cluster-internal traffic stays on the node.</summary>
    public bool InternalLocal { get; init; }

    /// <summary>True where external traffic stays on the node and keeps its source address.</summary>
    public bool ExternalLocal { get; init; }

    /// <summary>For how many seconds a client stays with its endpoint, or 0.</summary>
    public int AffinitySeconds { get; init; }

    /// <summary>The endpoints that traffic of policy Cluster goes to.</summary>
    public IReadOnlyList<ProxiedEndpoint> ClusterEndpoints { get; init; } = [];

    /// <summary>The endpoints that traffic of policy Local goes to.</summary>
    public IReadOnlyList<ProxiedEndpoint> LocalEndpoints { get; init; } = [];

    /// <summary>How many ready endpoints are on the node; the answer to health checks, which ignores terminating ones.</summary>
    public int ReadyLocalEndpoints { get; init; }

    /// <summary>True where the Service can be reached by something else than its ClusterIP.</summary>
    public bool HasExternal => NodePort != 0 || ExternalIPs.Count > 0 || LoadBalancerIPs.Count > 0;

    public IReadOnlyList<ProxiedEndpoint> InternalEndpoints => InternalLocal ? LocalEndpoints : ClusterEndpoints;

    public IReadOnlyList<ProxiedEndpoint> ExternalEndpoints => ExternalLocal ? LocalEndpoints : ClusterEndpoints;

    /// <summary>True where anything at all could serve: without it traffic is refused, with it a Local policy only drops what it must.</summary>
    public bool HasEndpoints => ClusterEndpoints.Count > 0 || LocalEndpoints.Count > 0;
}
