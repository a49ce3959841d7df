using Kite.Agent.Runtime;
using Kite.Api.Client.Events;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>One step in the life of a pod: look, report, plan, act.</summary>
internal sealed class PodLifecycle(
    RuntimeCache cache, PodAdmitter admitter, PodStarter starter, PodTerminator terminator, PodReporter reporter, IRuntimeHealth health, KubeletEvents events)
{
    /// <summary>Waits until all is known that pods are made from.</summary>
    public Task WaitForSourcesAsync(CancellationToken cancellationToken) => starter.WaitForSourcesAsync(cancellationToken);

    /// <summary>Takes one step.</summary>
    public async Task<SyncOutcome> SyncAsync(PodWork work, CancellationToken cancellationToken)
    {
        work.Take(work.Status.Latest(work.Desired));
        if (work.IsGone || work.Pod.Metadata.DeletionTimestamp is not null)
        {
            work.IsTerminating = true;
            await terminator.EndAsync(work, cancellationToken);
            return new SyncOutcome(true, null);
        }
        if (health.NotReadyReason is not null)
        {
            // The engine's return is announced by the cache; this is for the case that nothing changed meanwhile.
            return new SyncOutcome(false, TimeSpan.FromSeconds(1));
        }
        var wake = CheckDeadline(work);
        if (!await admitter.AdmitAsync(work, cancellationToken) || work.Failure is not null || PodRules.IsFinished(work.Pod))
        {
            await FinishAsync(work, cancellationToken);
            return default;
        }
        return new SyncOutcome(false, wake is { } left ? Earliest(left, await RunWithinAsync(work, left, cancellationToken)) : await RunAsync(work, cancellationToken));
    }

    /// <summary>Runs a pod until its deadline, whatever it waits for then: a pull that hangs mustn't keep it.</summary>
    private async Task<TimeSpan?> RunWithinAsync(PodWork work, TimeSpan left, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(left, events.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await RunAsync(work, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
    }

    private static TimeSpan? Earliest(TimeSpan? left, TimeSpan? right) => left is null ? right : right is null || left < right ? left : right;

    /// <summary>Brings a pod closer to its spec; gives the time after which to look again.</summary>
    private async Task<TimeSpan?> RunAsync(PodWork work, CancellationToken cancellationToken)
    {
        await admitter.ResizeAsync(work, cancellationToken);
        await terminator.RestartAllAsync(work, cancellationToken);
        var state = WholeRestart.Within(work.Pod, LostContainers.Of(cache.Pod(work.Identity.Uid), work.Pod), work.Round);
        work.Probes.Update(work.Pod, state);
        var plan = starter.Plan(work, state);
        await reporter.ReportAsync(work, cancellationToken);
        if (plan.StopAll) await terminator.StopContainersAsync(work, state.Running, PodRules.GraceOf(work.Pod), cancellationToken);
        foreach (var kill in plan.Kill) await terminator.StopAsync(work, kill, cancellationToken);
        // What starts now finds its volumes as they should be.
        await starter.RefreshVolumesAsync(work, plan.IsEmpty, cancellationToken);
        var retry = await starter.CarryOutAsync(work, plan, cancellationToken);
        work.Probes.Update(work.Pod, cache.Pod(work.Identity.Uid));
        await reporter.ReportAsync(work, cancellationToken);
        return Earliest(retry, starter.NextRefresh(work));
    }

    /// <summary>A pod that has ended keeps its containers for their logs, and gives back everything else.</summary>
    private async Task FinishAsync(PodWork work, CancellationToken cancellationToken)
    {
        work.IsTerminating = true;
        await reporter.ReportAsync(work, cancellationToken);
        await terminator.StopContainersAsync(work, cache.Pod(work.Identity.Uid).Running, work.Failure?.Grace ?? PodRules.GraceOf(work.Pod), cancellationToken);
        await reporter.ReportAsync(work, cancellationToken);
        await terminator.StopSandboxesAsync(work, cancellationToken);
        if (PodRules.IsFinished(work.Pod)) await admitter.FreedAsync(cancellationToken);
    }

    private TimeSpan? CheckDeadline(PodWork work)
    {
        if (work.Pod.Spec.ActiveDeadlineSeconds is not { } seconds || work.Failure is not null || PodRules.IsFinished(work.Pod)) return null;
        var left = (work.Pod.Status.StartTime ?? work.StartTime) + TimeSpan.FromSeconds(seconds) - events.Now;
        if (left > TimeSpan.Zero) return left;
        work.Failure = new PodEviction("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        events.Record(ObjectReferences.To(work.Pod), EventTypes.Normal, "DeadlineExceeded", work.Failure.Message);
        return null;
    }
}
