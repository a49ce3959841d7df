using Kite.Api.Clocks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Notices that the clock was set, or that the machine has slept: deadlines may have passed, and tokens ended, while timers go by the time that passes.</summary>
internal sealed partial class ClockJumps(TimeProvider clock, ILogger<ClockJumps> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>What a clock may lose or win within the period without being noticed.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    private DateTimeOffset offset = OffsetOf(clock);

    private event Action? Jumped;

    /// <summary>Calls back after a jump.</summary>
    public void OnJump(Action observer) => Jumped += observer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var jump = OffsetOf(clock) - offset;
            if (jump.Duration() < Tolerance) continue;
            offset += jump;
            Log.Jumped(logger, jump);
            Jumped?.Invoke();
        }
    }

    private static DateTimeOffset OffsetOf(TimeProvider clock) => clock.GetUtcNow() - clock.Uptime();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The clock has jumped by {Jump}")]
        public static partial void Jumped(ILogger logger, TimeSpan jump);
    }
}
