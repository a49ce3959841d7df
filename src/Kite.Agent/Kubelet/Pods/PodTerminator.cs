using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Ends containers and pods: hooks first, softly, in time, and without leftovers.</summary>
internal sealed class PodTerminator(RuntimeCache cache, IContainerRuntime runtime, PodReporter reporter, LifecycleHooks hooks, PodVolumes volumes, IApiClient client, KubeletEvents events)
{
    /// <summary>A container gets at least this long after its hook, however long that took.</summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(2);

    /// <summary>Ends a pod for good: its containers, its sandbox, its volumes, and at last its object in the API.</summary>
    public async Task EndAsync(PodWork work, CancellationToken cancellationToken)
    {
        await work.Probes.StopAsync();
        await StopContainersAsync(work, cache.Pod(work.Identity.Uid).Running, PodRules.GraceOf(work.Pod), cancellationToken);
        if (!work.IsGone)
        {
            await reporter.ReportAsync(work, cancellationToken);
            await work.Status.FlushAsync().WaitAsync(cancellationToken);
        }
        await RemoveAllAsync(work.Identity.Uid, cancellationToken);
        await volumes.UnmountAsync(work.Identity.Uid, cancellationToken);
        if (!work.IsGone) await DeleteAsync(work.Pod, cancellationToken);
    }

    /// <summary>Ends running containers side by side; sidecars after the containers that they serve, in reverse order.</summary>
    public async Task StopContainersAsync(PodWork work, IEnumerable<RuntimeContainer> running, TimeSpan grace, CancellationToken cancellationToken)
    {
        var kills = running.Select(container => new ContainerKill(container, SpecOf(work.Pod, container.Name), $"Stopping container {container.Name}", (long)grace.TotalSeconds)).ToArray();
        await Task.WhenAll(kills.Where(kill => !IsSidecar(work.Pod, kill)).Select(kill => StopAsync(work, kill, cancellationToken)));
        foreach (var kill in kills.Where(kill => IsSidecar(work.Pod, kill)).OrderByDescending(kill => IndexOf(work.Pod, kill))) await StopAsync(work, kill, cancellationToken);
    }

    /// <summary>Ends one container.</summary>
    public async Task StopAsync(PodWork work, ContainerKill kill, CancellationToken cancellationToken)
    {
        var grace = kill.GraceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : PodRules.GraceOf(work.Pod);
        if (!work.IsGone || kill.Spec is not null) events.Record(LifecycleHooks.ReferenceTo(work.Pod, kill.Running.Name), EventTypes.Normal, "Killing", kill.Message);
        if (kill.Spec?.Lifecycle?.PreStop is { } preStop && grace > TimeSpan.Zero && work.PreStopped.Add(kill.Running.Id))
        {
            var spent = await hooks.RunPreStopAsync(work, kill.Spec, kill.Running.Id, preStop, grace, cancellationToken);
            grace = grace - spent > ShortestGrace ? grace - spent : ShortestGrace;
        }
        await runtime.StopAsync(kill.Running.Id, grace, cancellationToken);
        if (await runtime.FindAsync(kill.Running.Id, cancellationToken) is { } ended) cache.Set(ended);
        else cache.Remove(kill.Running.Id);
    }

    /// <summary>Stops the sandboxes of a pod that has ended: its address is free again.</summary>
    public async Task StopSandboxesAsync(PodWork work, CancellationToken cancellationToken)
    {
        foreach (var sandbox in cache.Pod(work.Identity.Uid).All.Where(container => container is { IsSandbox: true, State: ContainerRunState.Running }))
            await runtime.StopAsync(sandbox.Id, TimeSpan.FromSeconds(1), cancellationToken);
        await volumes.UnmountAsync(work.Identity.Uid, cancellationToken);
    }

    private static Container? SpecOf(Pod pod, string name) => PodRules.AllContainers(pod).FirstOrDefault(container => container.Name == name);

    private static bool IsSidecar(Pod pod, ContainerKill kill) => IndexOf(pod, kill) >= 0;

    private static int IndexOf(Pod pod, ContainerKill kill)
    {
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
            if (pod.Spec.InitContainers[i].Name == kill.Running.Name && PodRules.IsSidecar(pod.Spec.InitContainers[i])) return i;
        return -1;
    }

    private async Task RemoveAllAsync(string uid, CancellationToken cancellationToken)
    {
        while (cache.Pod(uid).All is { Count: > 0 } all)
        {
            await Task.WhenAll(all.Where(container => !container.IsSandbox).Select(container => RemoveAsync(container.Id, cancellationToken)));
            await Task.WhenAll(all.Where(container => container.IsSandbox).Select(container => RemoveAsync(container.Id, cancellationToken)));
        }
    }

    private async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await runtime.RemoveAsync(id, cancellationToken);
        cache.Remove(id);
    }

    private async Task DeleteAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource<Pod>().DeleteAsync(
                pod.Metadata.Namespace, pod.Metadata.Name, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } }, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // Gone already, or another pod has its name by now.
        }
    }
}
