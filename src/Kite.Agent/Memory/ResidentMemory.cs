using Kite.Agent.Linux;
using Microsoft.Extensions.Hosting;

namespace Kite.Agent.Memory;

/// <summary>
/// Keeps an idle agent small: gives back what only its start needed, code, tables and garbage, and later the garbage that has gathered. Garbage collection alone waits until the
/// processor's cache is full several times over, which on a small box is more than all that an agent lives on.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class ResidentMemory(TimeProvider clock) : BackgroundService
{
    /// <summary>After this, whatever starting takes is done.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    /// <summary>Less garbage isn't worth the search.</summary>
    private const long WorthBytes = 4 << 20;

    private long allocated;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Start, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        Collect();
        ExecutableMappings.Release();
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            if (GC.GetTotalAllocatedBytes() - allocated > WorthBytes) Collect();
    }

    private void Collect()
    {
        // Only this kind hands the memory back at once.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        allocated = GC.GetTotalAllocatedBytes();
    }
}
