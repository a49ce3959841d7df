namespace Kite.Agent.Proxy;

/// <summary>A way to steer packets to endpoints.</summary>
internal interface IProxyRules
{
    /// <summary>Makes the node proxy exactly these ports.</summary>
    /// <exception cref="Network.IpTables.IpTablesException">The kernel's tables could not be written; they are as they were.</exception>
    Task ApplyAsync(IReadOnlyList<ProxiedPort> ports, CancellationToken cancellationToken);
}
