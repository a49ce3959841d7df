using Kite.Agent.Network;
using Kite.Agent.Network.Commands;
using Kite.Agent.Network.IpTables;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Proxy.IpTables;

/// <summary>Makes the kernel's packet rules those of the Services.</summary>
internal sealed partial class IpTablesProxy(IIpTables rules, IKernel kernel, ICommandRunner commands, ServiceProxyOptions options, ILogger<IpTablesProxy> logger) : IProxyRules
{
    private IReadOnlyList<ProxiedPort> applied = [];
    private bool canDeleteFlows = true;

    public async Task ApplyAsync(IReadOnlyList<ProxiedPort> ports, CancellationToken cancellationToken)
    {
        // Without it, 127.0.0.1:nodePort is dropped as a martian; KITE-LOCALNET keeps others from using it.
        kernel.Set("net/ipv4/conf/all/route_localnet", "1");
        await rules.ApplyAsync(ProxyRules.Compute(ports, options.ClusterCidr.ToString(), !kernel.FiltersBridgedTraffic), cancellationToken);
        var previous = applied;
        applied = ports;
        foreach (var deletion in StaleFlows.Deletions(previous, ports))
        {
            if (!canDeleteFlows) return;
            // It exits with 1 where there was nothing to delete.
            if (!(await commands.RunAsync("conntrack", deletion, null, cancellationToken)).IsMissing) continue;
            canDeleteFlows = false;
            Log.NoConntrack(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "conntrack isn't installed: UDP clients may stay with endpoints that are gone until their flow expires")]
        public static partial void NoConntrack(ILogger logger);
    }
}
