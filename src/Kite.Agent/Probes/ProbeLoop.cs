using System.Runtime.CompilerServices;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Runs one container's probes at their pace and says when a verdict changes.</summary>
internal sealed class ProbeLoop(Prober prober, TimeProvider clock, IEventRecorder events, ObjectReference container, DateTimeOffset startedAt, ProbeTarget target)
{
    private const int MostTries = 3;

    /// <summary>Probes until cancelled; gives every change of the verdict, thresholds applied.</summary>
    /// <param name="name">The probe's name in events.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="verdict">What holds until a threshold is reached.</param>
    /// <param name="cancellationToken">Ends the probes.</param>
    public async IAsyncEnumerable<bool> RunAsync(string name, Probe probe, bool verdict, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10));
        await WaitForStartAsync(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), cancellationToken);

        var failures = 0;
        var successes = 0;
        var decided = false;
        using var timer = new PeriodicTimer(period, clock);
        do
        {
            var outcome = await ProbeAsync(name, probe, cancellationToken);
            if (outcome.Verdict is ProbeVerdict.Unknown) continue;
            prober.Counts.Add(new ProbedContainer(container.Namespace ?? "", container.Name ?? "", container.Uid ?? "", target.Container.Name, name), outcome.IsSuccess);
            if (outcome.IsSuccess)
            {
                failures = 0;
                if (++successes < Math.Max(1, probe.SuccessThreshold ?? 1)) continue;
            }
            else
            {
                successes = 0;
                if (++failures < Math.Max(1, probe.FailureThreshold ?? 3)) continue;
            }
            if (decided && verdict == outcome.IsSuccess) continue;
            var changed = verdict != outcome.IsSuccess || !decided;
            (verdict, decided) = (outcome.IsSuccess, true);
            if (changed) yield return verdict;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Waits until the container has run for a while; never longer than that, whatever became of the clock.</summary>
    private async Task WaitForStartAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var left = startedAt + delay - clock.GetUtcNow();
        if (left > TimeSpan.Zero) await Task.Delay(left < delay ? left : delay, clock, cancellationToken);
    }

    /// <summary>Probes, once more where the probe itself fails, and tells what is to be told.</summary>
    private async Task<ProbeOutcome> ProbeAsync(string name, Probe probe, CancellationToken cancellationToken)
    {
        var outcome = await prober.RunAsync(target, probe, cancellationToken);
        for (var tries = 1; tries < MostTries && outcome.Verdict is ProbeVerdict.Unknown; tries++) outcome = await prober.RunAsync(target, probe, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        switch (outcome.Verdict)
        {
            case ProbeVerdict.Unhealthy:
                events.Record(container, EventTypes.Warning, "Unhealthy", $"{name} probe failed: {outcome.Message}");
                break;
            case ProbeVerdict.Unknown:
                events.Record(container, EventTypes.Warning, "Unhealthy", $"{name} probe errored and resulted in unknown state: {outcome.Message}");
                break;
            case ProbeVerdict.Healthy when outcome.Message.Length > 0:
                events.Record(container, EventTypes.Warning, "ProbeWarning", $"{name} probe warning: {outcome.Message}");
                break;
        }
        return outcome;
    }
}
