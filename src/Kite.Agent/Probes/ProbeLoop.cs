using System.Runtime.CompilerServices;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Runs one container's probes at their pace and says when a verdict changes.</summary>
internal sealed class ProbeLoop(Prober prober, TimeProvider clock, IEventRecorder events, ObjectReference container, DateTimeOffset startedAt, ProbeTarget target)
{
    /// <summary>Probes until cancelled; gives every change of the verdict, thresholds applied.</summary>
    /// <param name="name">The probe's name in events.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="verdict">What holds until a threshold is reached.</param>
    /// <param name="cancellationToken">Ends the probes.</param>
    public async IAsyncEnumerable<bool> RunAsync(string name, Probe probe, bool verdict, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10));
        var initial = startedAt + TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0) - clock.GetUtcNow();
        if (initial > TimeSpan.Zero) await Task.Delay(initial, clock, cancellationToken);

        var failures = 0;
        var successes = 0;
        var decided = false;
        using var timer = new PeriodicTimer(period, clock);
        do
        {
            var outcome = await prober.RunAsync(target, probe, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            prober.Counts.Add(new ProbedContainer(container.Namespace ?? "", container.Name ?? "", container.Uid ?? "", target.Container.Name, name), outcome.IsSuccess);
            if (outcome.IsSuccess)
            {
                failures = 0;
                if (++successes < Math.Max(1, probe.SuccessThreshold ?? 1)) continue;
            }
            else
            {
                successes = 0;
                events.Record(container, EventTypes.Warning, "Unhealthy", $"{name} probe failed: {outcome.Message}");
                if (++failures < Math.Max(1, probe.FailureThreshold ?? 3)) continue;
            }
            if (decided && verdict == outcome.IsSuccess) continue;
            var changed = verdict != outcome.IsSuccess || !decided;
            (verdict, decided) = (outcome.IsSuccess, true);
            if (changed) yield return verdict;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
