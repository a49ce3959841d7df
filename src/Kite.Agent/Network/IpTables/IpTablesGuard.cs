using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Network.IpTables;

/// <summary>Puts Kite's packet rules back when something else has removed them: a firewall that was reloaded, an engine that was restarted.</summary>
/// <remarks>Reading many rules takes a while; the pause grows with it, so that looking costs a thousandth of a core at most.</remarks>
internal sealed partial class IpTablesGuard(IIpTables rules, TimeProvider time, ILogger<IpTablesGuard> logger) : BackgroundService
{
    private const int PausePerCost = 1000;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken);
            var started = time.GetTimestamp();
            await RestoreAsync(stoppingToken);
            pause = TimeSpan.FromTicks(Math.Max(ShortestPause.Ticks, time.GetElapsedTime(started).Ticks * PausePerCost));
        }
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await rules.RestoreAsync(cancellationToken)) Log.Restored(logger);
        }
        catch (IpTablesException e)
        {
            Log.Refused(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Something removed Kite's packet rules; they are back")]
        public static partial void Restored(ILogger logger);

        [LoggerMessage(LogLevel.Error, "Looking after the packet rules failed: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
