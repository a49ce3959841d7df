using Kite.Agent.Proxy;

namespace Kite.UnitTests.Agent.Proxy;

/// <summary>Ports to compute rules for.</summary>
internal static class ProxiedPortSamples
{
    public static ProxiedEndpoint Here { get; } = new("10.42.0.5", 8080, true);

    public static ProxiedEndpoint There { get; } = new("10.42.1.6", 8080, false);

    public static ProxiedPort Web { get; } = new()
    {
        Name = "default/web:http",
        Namespace = "default",
        Service = "web",
        Protocol = "tcp",
        Port = 80,
        ClusterIPs = ["10.43.0.20"],
        ClusterEndpoints = [Here, There],
        LocalEndpoints = [Here],
    };

    public static ProxiedPort Without(this ProxiedPort port) => port with { ClusterEndpoints = [], LocalEndpoints = [] };
}
