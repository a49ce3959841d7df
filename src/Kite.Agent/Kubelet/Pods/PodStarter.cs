using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Plans what a pod needs and carries it out: volumes, sandbox, then containers in order.</summary>
internal sealed class PodStarter(
    RuntimeCache cache, SandboxStarter sandboxes, ContainerStarter containers, PodVolumes volumes, ServiceEnvironment services, PodResizer resizer, KubeletEvents events)
{
    private const string Volumes = "";
    private static readonly TimeSpan SandboxRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SoonestRefresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstVolumeRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestVolumeRetry = TimeSpan.FromMinutes(2);

    /// <summary>Waits until all is known that containers' environments are made from.</summary>
    public Task WaitForSourcesAsync(CancellationToken cancellationToken) => services.WaitForSyncAsync(cancellationToken);

    /// <summary>What has to happen for the pod to be what it should.</summary>
    public PodPlan Plan(PodWork work, PodContainers state) => PodPlanner.Plan(work.Pod, state, work.Probes, container => resizer.SettingsOf(work.Pod, container));

    /// <summary>Brings volumes up to date with what they were made from, where something has changed or it is time to look.</summary>
    /// <param name="work">The pod.</param>
    /// <param name="isRunning">True where all of it runs: an earlier kubelet has made the volumes of a pod that this one knows nothing of yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RefreshVolumesAsync(PodWork work, bool isRunning, CancellationToken cancellationToken)
    {
        if ((work.VolumesMadeAt == default && !isRunning) || !(volumes.RefreshDue(work.Pod) <= events.Now)) return;
        work.VolumesMadeAt = events.Now;
        // What is mounted stays as it is until its source is back.
        Report(work, await volumes.MountAsync(work.Pod, cancellationToken));
    }

    /// <summary>After how long to look at the volumes again; null where only a change is a reason to.</summary>
    public TimeSpan? NextRefresh(PodWork work)
    {
        if (work.VolumesMadeAt == default || volumes.RefreshDue(work.Pod) is not { } due) return null;
        var wait = due - events.Now;
        return wait > SoonestRefresh ? wait : SoonestRefresh;
    }

    /// <summary>Resizes and starts what the plan says; gives the time after which to try again what failed or has to wait.</summary>
    public async Task<TimeSpan?> CarryOutAsync(PodWork work, PodPlan plan, CancellationToken cancellationToken)
    {
        var isResized = await resizer.ApplyAsync(work, plan.Resize, cancellationToken);
        var retry = plan.NewSandbox is null && plan.Start.Count == 0 ? null : await StartAsync(work, plan, cancellationToken);
        if (isResized) await resizer.CompleteAsync(work, cancellationToken);
        return isResized || retry < PodResizer.RetryDelay ? retry : PodResizer.RetryDelay;
    }

    private async Task<TimeSpan?> StartAsync(PodWork work, PodPlan plan, CancellationToken cancellationToken)
    {
        // A pod without its volumes takes nothing of the node: no address, no process.
        if (work.VolumesMadeAt == default && !await MountAsync(work, cancellationToken)) return work.NotBefore[Volumes] - events.Uptime;
        var sandbox = plan.NewSandbox is { } attempt ? await StartSandboxAsync(work, attempt, cancellationToken) : cache.Pod(work.Identity.Uid).RunningSandbox;
        if (sandbox is null) return SandboxRetry;

        TimeSpan? retry = null;
        foreach (var container in plan.Start)
        {
            if (await StartAsync(work, container, sandbox, cancellationToken) is { } wait && (retry is null || wait < retry)) retry = wait;
        }
        return retry;
    }

    private async Task<TimeSpan?> StartAsync(PodWork work, Container container, RuntimeContainer sandbox, CancellationToken cancellationToken)
    {
        var before = work.NotBefore.GetValueOrDefault(container.Name);
        var wait = await containers.StartAsync(work, container, sandbox, cancellationToken);
        if (wait is null) work.Meters.ContainerStarted(work.Pod, container, null);
        // One that only had to wait for its turn wasn't tried.
        else if (work.NotBefore.GetValueOrDefault(container.Name) != before) work.Meters.ContainerStarted(work.Pod, container, work.Waiting.GetValueOrDefault(container.Name)?.Reason);
        return wait;
    }

    private async Task<RuntimeContainer?> StartSandboxAsync(PodWork work, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            var sandbox = await sandboxes.StartAsync(work.Pod, attempt, cancellationToken);
            work.Meters.PodStarted();
            return sandbox;
        }
        catch (Exception e) when (e is RuntimeException and not RuntimeUnavailableException or IOException or UnauthorizedAccessException)
        {
            work.Meters.PodNotStarted();
            events.Record(ObjectReferences.To(work.Pod), EventTypes.Warning, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            return null;
        }
    }

    private async Task<bool> MountAsync(PodWork work, CancellationToken cancellationToken)
    {
        if (work.NotBefore.TryGetValue(Volumes, out var notBefore) && notBefore > events.Uptime) return false;
        var failures = await volumes.MountAsync(work.Pod, cancellationToken);
        if (failures.Count == 0)
        {
            work.MountFailures = 0;
            work.VolumesMadeAt = events.Now;
            return true;
        }
        var delay = FirstVolumeRetry * Math.Pow(2, Math.Min(work.MountFailures++, 10));
        work.NotBefore[Volumes] = events.Uptime + (delay < LongestVolumeRetry ? delay : LongestVolumeRetry);
        Report(work, failures);
        return false;
    }

    private void Report(PodWork work, IReadOnlyList<VolumeFailure> failures)
    {
        foreach (var failure in failures) events.Record(ObjectReferences.To(work.Pod), EventTypes.Warning, failure.Reason, failure.Message);
    }
}
