using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Proxy;

/// <summary>Tells external load balancers, on each Service's healthCheckNodePort, whether this node has ready endpoints for it.</summary>
internal sealed partial class HealthCheckServers(ILogger<HealthCheckServer> logger) : IDisposable
{
    private readonly Dictionary<int, HealthCheckServer> servers = [];

    public void Dispose()
    {
        foreach (var server in servers.Values) server.Dispose();
        servers.Clear();
    }

    /// <summary>Listens on the ports that are wanted now, and no others. A port that is taken is tried again at the next change.</summary>
    public void Update(IReadOnlyList<ProxiedPort> ports)
    {
        var wanted = ports.Where(port => port.HealthCheckNodePort != 0 && port.ExternalLocal).GroupBy(port => port.HealthCheckNodePort).ToDictionary(group => group.Key, group => group.First());
        foreach (var port in servers.Keys.Except(wanted.Keys).ToArray())
        {
            servers[port].Dispose();
            servers.Remove(port);
        }
        foreach (var (number, port) in wanted)
        {
            if (!servers.TryGetValue(number, out var server) && (server = TryListen(number)) is null) continue;
            servers[number] = server;
            server.Answer = new HealthCheckAnswer(port.Namespace, port.Service, port.ReadyLocalEndpoints);
        }
    }

    private HealthCheckServer? TryListen(int port)
    {
        try
        {
            return new HealthCheckServer(new TcpListener(IPAddress.Any, port), logger);
        }
        catch (SocketException e)
        {
            Log.PortTaken(logger, port, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Can't listen on health check node port {Port}: {Reason}")]
        public static partial void PortTaken(ILogger logger, int port, string reason);
    }
}
