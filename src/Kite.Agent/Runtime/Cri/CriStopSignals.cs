using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Cri;

/// <summary>
/// Asks containers to end by the signal that their pod names. Runtimes know the image's only (CRI has a field for the pod's since 1.33, which is left out silently by those before):
/// so it is sent from here, for all alike.
/// </summary>
internal sealed class CriStopSignals(CriConnection connection, TimeProvider clock)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends the signal, and waits until the container has ended or the grace period is over.</summary>
    /// <returns>False for a container without a signal of its own: nothing was done.</returns>
    public async Task<bool> SendAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await RunningAsync(id, cancellationToken) is not { } running || SignalNumber.Of(RuntimeLabels.ValueOf(running.Status.Annotations, RuntimeLabels.StopSignal)) is not { } signal) return false;
        if (CriInfo.ProcessId(running.Info) is not (> 0 and var process) || SystemCalls.SendSignal((int)process, signal) != 0) return false;
        var started = clock.GetTimestamp();
        for (var pause = FirstLook; grace - clock.GetElapsedTime(started) is { Ticks: > 0 } left; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause < left ? pause : left, clock, cancellationToken);
            if (await RunningAsync(id, cancellationToken) is null) break;
        }
        return true;
    }

    private async Task<V1.ContainerStatusResponse?> RunningAsync(string id, CancellationToken cancellationToken) =>
        await connection.ContainerStatusAsync(id, verbose: true, cancellationToken) is { Status.State: V1.ContainerState.ContainerRunning } answer ? answer : null;
}
