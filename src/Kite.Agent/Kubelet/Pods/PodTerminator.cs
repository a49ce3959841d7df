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
    /// <summary>A container gets at least this long, however short its pod's grace period and however long its hook.</summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(2);

    /// <summary>Ends a pod for good: its containers, its sandbox, its volumes, and at last its object in the API.</summary>
    public async Task EndAsync(PodWork work, CancellationToken cancellationToken)
    {
        work.Probes.BeginEnd();
        if (work.IsGone) work.Status.Abandon();
        var stopping = StopContainersAsync(work, cache.Pod(work.Identity.Uid).Running, PodRules.GraceOf(work.Pod), cancellationToken);
        // Who still sends requests to a pod that ends has to know whether it takes them.
        var change = work.Probes.NextChangeAsync();
        while (await Task.WhenAny(stopping, change) != stopping)
        {
            change = work.Probes.NextChangeAsync();
            await reporter.ReportAsync(work, CancellationToken.None);
        }
        await stopping;
        await work.Probes.StopAsync();
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
        var containers = running.ToArray();
        if (containers.Length == 0) return;
        var order = new TerminationOrder(work.Pod, containers);
        await Task.WhenAll(containers.Select(container =>
            StopAsync(work, new ContainerKill(container, SpecOf(work.Pod, container.Name), $"Stopping container {container.Name}", (long)grace.TotalSeconds), order, cancellationToken)));
    }

    /// <summary>Ends all containers of a pod at once and without their hooks, where one of them has ended in a way that asks for it: they begin a new round.</summary>
    public async Task RestartAllAsync(PodWork work, CancellationToken cancellationToken)
    {
        if (!WholeRestart.MayHappen(work.Pod)) return;
        var state = WholeRestart.Within(work.Pod, cache.Pod(work.Identity.Uid), work.Round);
        work.IsRestartingAll |= WholeRestart.IsDue(work.Pod, state);
        if (!work.IsRestartingAll) return;
        await reporter.ReportAsync(work, cancellationToken);
        await Task.WhenAll(state.Running.Select(container =>
            StopAsync(work, new ContainerKill(container, SpecOf(work.Pod, container.Name), $"Stopping container {container.Name}", GraceSeconds: 0), cancellationToken)));
        work.IsRestartingAll = false;
        work.Round = events.Now;
        work.Waiting.Clear();
    }

    /// <summary>Ends one container.</summary>
    public Task StopAsync(PodWork work, ContainerKill kill, CancellationToken cancellationToken) => StopAsync(work, kill, null, cancellationToken);

    private async Task StopAsync(PodWork work, ContainerKill kill, TerminationOrder? order, CancellationToken cancellationToken)
    {
        try
        {
            var grace = kill.GraceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : PodRules.GraceOf(work.Pod);
            if (!work.IsGone || kill.Spec is not null) events.Record(LifecycleHooks.ReferenceTo(work.Pod, kill.Running.Name), EventTypes.Normal, "Killing", kill.Message);
            if (kill.Spec?.Lifecycle?.PreStop is { } preStop && grace > TimeSpan.Zero && work.PreStopped.Add(kill.Running.Id))
                grace -= await hooks.RunPreStopAsync(work, kill.Spec, kill.Running.Id, preStop, grace, cancellationToken);
            if (order is not null && grace > TimeSpan.Zero) grace -= await WaitForTurnAsync(order, kill.Running.Name, grace, cancellationToken);
            await runtime.StopAsync(kill.Running.Id, grace > ShortestGrace ? grace : ShortestGrace, cancellationToken);
            if (await runtime.FindAsync(kill.Running.Id, cancellationToken) is { } ended) cache.Set(ended);
            else cache.Remove(kill.Running.Id);
        }
        finally
        {
            order?.Ended(kill.Running.Name);
        }
    }

    /// <summary>Waits for the container's turn; gives the time that it took.</summary>
    private async Task<TimeSpan> WaitForTurnAsync(TerminationOrder order, string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        var began = events.Clock.GetTimestamp();
        try
        {
            await order.TurnOf(name).WaitAsync(grace, events.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The grace period is the whole pod's.
        }
        return events.Clock.GetElapsedTime(began);
    }

    /// <summary>Stops the sandboxes of a pod that has ended: its address is free again.</summary>
    public async Task StopSandboxesAsync(PodWork work, CancellationToken cancellationToken)
    {
        foreach (var sandbox in cache.Pod(work.Identity.Uid).All.Where(container => container is { IsSandbox: true, State: ContainerRunState.Running }))
            await runtime.StopAsync(sandbox.Id, TimeSpan.FromSeconds(1), cancellationToken);
        await volumes.UnmountAsync(work.Identity.Uid, cancellationToken);
    }

    private static Container? SpecOf(Pod pod, string name) => PodRules.AllContainers(pod).FirstOrDefault(container => container.Name == name);

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
