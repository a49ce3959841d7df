using System.Net;
using System.Net.Sockets;
using Kite.Agent.Network.Commands;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Dns;

/// <summary>Puts the cluster DNS IP on the node and listens on it.</summary>
internal sealed partial class DnsServer(UdpEndpoint udp, TcpEndpoint tcp, ICommandRunner commands, ClusterDnsOptions options, TimeProvider time, ILogger<DnsServer> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (SocketException e)
            {
                Log.CannotListen(logger, options.Address, options.Port, e.Message);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (options.AssignAddress) await AssignAddressAsync(cancellationToken);
        var endpoint = new IPEndPoint(options.Address, options.Port);
        using var datagrams = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var connections = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        datagrams.Bind(endpoint);
        connections.Bind(datagrams.LocalEndPoint!);
        connections.Listen();
        Log.Listening(logger, datagrams.LocalEndPoint!, options.Domain);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running = [udp.RunAsync(datagrams, either.Token), tcp.RunAsync(connections, either.Token)];
        try
        {
            await await Task.WhenAny(running);
        }
        finally
        {
            await either.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Scope host: the address never becomes the source of anything that leaves the node.
    private async Task AssignAddressAsync(CancellationToken cancellationToken)
    {
        var result = await commands.RunAsync("ip", ["address", "replace", $"{options.Address}/32", "dev", "lo", "scope", "host"], null, cancellationToken);
        if (!result.Succeeded) Log.CannotAssign(logger, options.Address, result.Error.Trim());
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Cluster DNS for {Domain} listens on {Endpoint}")]
        public static partial void Listening(ILogger logger, EndPoint endpoint, string domain);

        [LoggerMessage(LogLevel.Error, "Cluster DNS can't listen on {Address}:{Port}: {Reason}; trying again")]
        public static partial void CannotListen(ILogger logger, IPAddress address, int port, string reason);

        [LoggerMessage(LogLevel.Warning, "Putting {Address} on the loopback device failed: {Reason}")]
        public static partial void CannotAssign(ILogger logger, IPAddress address, string reason);
    }
}
