using Kite.Agent.Linux;
using Microsoft.Extensions.Hosting;

namespace Kite.Agent.Memory;

/// <summary>
/// Keeps an idle process small: gives back what only its start needed, code, tables and garbage, and later the garbage that has gathered. Garbage collection alone waits until the
/// processor's cache is full several times over, which on a small box is more than all that an agent lives on, and a server that had much to do would keep what it took for that as long as it has little to do.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class ResidentMemory(TimeProvider clock) : BackgroundService
{
    /// <summary>After this, whatever starting takes is done.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    /// <summary>Less garbage isn't worth the search.</summary>
    private const long WorthBytes = 4 << 20;

    /// <summary>Who allocates more in a period is at work: garbage is collected by itself then, and a pause would be felt.</summary>
    private const long BusyBytes = 64 << 20;

    /// <summary>To search a heap beyond this takes so long that it would be felt at any time.</summary>
    private const long LargeBytes = 256 << 20;

    private long collectedAt;
    private long live;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Start, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        Collect();
        ExecutableMappings.Release();
        var lookedAt = collectedAt;
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (IsWorthIt(allocated - collectedAt, allocated - lookedAt, live)) Collect();
            lookedAt = allocated;
        }
    }

    /// <summary>True where collecting brings more than it costs.</summary>
    /// <param name="gathered">How many bytes have been allocated since the last collection.</param>
    /// <param name="recent">How many of them in the last period.</param>
    /// <param name="live">How many bytes that collection left.</param>
    internal static bool IsWorthIt(long gathered, long recent, long live) => recent < BusyBytes && live < LargeBytes && gathered > Math.Max(WorthBytes, live / 4);

    private void Collect()
    {
        // Only this kind hands the memory back at once.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        collectedAt = GC.GetTotalAllocatedBytes();
        live = GC.GetTotalMemory(forceFullCollection: false);
    }
}
