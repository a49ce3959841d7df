using System.Threading.Channels;
using Kite.Agent.Network;
using Kite.Agent.Network.IpTables;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Proxy;

/// <summary>Keeps the node's packet rules in step with Services and EndpointSlices: at once after a quiet time, together after a burst.</summary>
internal sealed partial class ServiceProxy : BackgroundService
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly IInformer<Service> services;
    private readonly IInformer<EndpointSlice> slices;
    private readonly IProxyRules rules;
    private readonly HealthCheckServers healthChecks;
    private readonly ServiceProxyOptions options;
    private readonly ProxyMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<ServiceProxy> logger;
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ServiceProxy(
        IInformerFactory informers, IProxyRules rules, HealthCheckServers healthChecks, ServiceProxyOptions options, ProxyMetrics metrics, TimeProvider time, ILogger<ServiceProxy> logger)
    {
        this.rules = rules;
        this.healthChecks = healthChecks;
        this.options = options;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        services = informers.For<Service>();
        slices = informers.For<EndpointSlice>();
        ServiceSlices.AddTo(slices);
        services.OnChange(_ => changes.Writer.TryWrite(true));
        slices.OnChange(_ => changes.Writer.TryWrite(true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Writing rules from half a picture would cut off Services that an earlier run still serves.
        await services.WaitForSyncAsync(stoppingToken);
        await slices.WaitForSyncAsync(stoppingToken);
        changes.Writer.TryWrite(true);
        var backOff = options.MinSyncPeriod;
        while (await changes.Reader.WaitToReadAsync(stoppingToken))
        {
            changes.Reader.TryRead(out _);
            var succeeded = await SyncAsync(stoppingToken);
            backOff = succeeded ? options.MinSyncPeriod : TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, LongestBackOff.Ticks));
            if (!succeeded) changes.Writer.TryWrite(true);
            await Task.Delay(backOff, time, stoppingToken);
        }
    }

    private async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var ports = ProxiedPorts.Compute(services.Lister.List(), service => ServiceSlices.Of(slices.Lister, service.Metadata.Namespace, service.Metadata.Name), options);
        try
        {
            await rules.ApplyAsync(ports, cancellationToken);
            healthChecks.Update(ports);
            metrics.Synced(time.GetElapsedTime(started));
            Log.Synced(logger, ports.Count);
            return true;
        }
        catch (IpTablesException e)
        {
            metrics.Failed();
            Log.SyncFailed(logger, e.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Proxying {Ports} service ports")]
        public static partial void Synced(ILogger logger, int ports);

        [LoggerMessage(LogLevel.Error, "Writing the service proxy's rules failed: {Reason}")]
        public static partial void SyncFailed(ILogger logger, string reason);
    }
}
