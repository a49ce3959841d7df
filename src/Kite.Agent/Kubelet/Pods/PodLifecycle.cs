using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Kite.Api.Client.Events;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>One step in the life of a pod: look, report, plan, act.</summary>
internal sealed class PodLifecycle(
    RuntimeCache cache, PodStarter starter, PodTerminator terminator, PodReporter reporter, IRuntimeHealth health, KubeletEvents events, TimeProvider clock)
{
    private static readonly TimeSpan VolumeRefresh = TimeSpan.FromSeconds(60);

    /// <summary>Waits until all is known that pods are made from.</summary>
    public Task WaitForSourcesAsync(CancellationToken cancellationToken) => starter.WaitForSourcesAsync(cancellationToken);

    /// <summary>Takes one step.</summary>
    public async Task<SyncOutcome> SyncAsync(PodWork work, CancellationToken cancellationToken)
    {
        work.Pod = work.Status.Latest(work.Pod);
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
        var state = cache.Pod(work.Identity.Uid);
        if (work.Failure is not null || PodRules.IsFinished(work.Pod))
        {
            await FinishAsync(work, state, cancellationToken);
            return default;
        }

        work.Probes.Update(work.Pod, state);
        var plan = PodPlanner.Plan(work.Pod, state, work.Probes);
        await reporter.ReportAsync(work, cancellationToken);
        if (plan.StopAll) await terminator.StopContainersAsync(work, state.Running, PodRules.GraceOf(work.Pod), cancellationToken);
        foreach (var kill in plan.Kill) await terminator.StopAsync(work, kill, cancellationToken);
        var retry = await starter.StartAsync(work, plan, cancellationToken);
        if (plan.IsEmpty && clock.GetUtcNow() - work.VolumesMadeAt >= VolumeRefresh && PodVolumes.NeedsRefresh(work.Pod)) await starter.RefreshVolumesAsync(work, cancellationToken);
        work.Probes.Update(work.Pod, cache.Pod(work.Identity.Uid));
        await reporter.ReportAsync(work, cancellationToken);
        return new SyncOutcome(false, Earliest(Earliest(wake, retry), PodVolumes.NeedsRefresh(work.Pod) ? VolumeRefresh : null));
    }

    private static TimeSpan? Earliest(TimeSpan? left, TimeSpan? right) => left is null ? right : right is null || left < right ? left : right;

    /// <summary>A pod that has ended keeps its containers for their logs, and gives back everything else.</summary>
    private async Task FinishAsync(PodWork work, PodContainers state, CancellationToken cancellationToken)
    {
        work.IsTerminating = true;
        await reporter.ReportAsync(work, cancellationToken);
        await terminator.StopContainersAsync(work, state.Running, PodRules.GraceOf(work.Pod), cancellationToken);
        await reporter.ReportAsync(work, cancellationToken);
        await terminator.StopSandboxesAsync(work, cancellationToken);
    }

    private TimeSpan? CheckDeadline(PodWork work)
    {
        if (work.Pod.Spec.ActiveDeadlineSeconds is not { } seconds || work.Failure is not null || PodRules.IsFinished(work.Pod)) return null;
        var left = (work.Pod.Status.StartTime ?? work.StartTime) + TimeSpan.FromSeconds(seconds) - clock.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        work.Failure = new WaitingReason("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        events.Record(ObjectReferences.To(work.Pod), EventTypes.Normal, "DeadlineExceeded", work.Failure.Message);
        return null;
    }
}
