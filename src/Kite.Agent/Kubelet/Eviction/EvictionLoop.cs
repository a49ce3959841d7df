using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Looks after the node's resources every ten seconds.</summary>
internal sealed partial class EvictionLoop(Evictions evictions, DiskMeter meter, IRuntimeHealth health, TimeProvider clock, ILogger<EvictionLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            await health.WaitForSyncAsync(stoppingToken);
            do
            {
                await StepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await evictions.SyncAsync(cancellationToken);
            meter.Trim();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What is left of the node's resources could not be looked after: {Error}")]
        public static partial void Failed(ILogger logger, string error);
    }
}
