using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>Brings running pods to the amounts that they were granted: the pod's own group grows before its containers and shrinks after them.</summary>
internal sealed class PodResizer(IContainerRuntime runtime, RuntimeCache cache, PodCgroups cgroups, UsageReader usage, ResourceSettings settings, PodResizes resizes, KubeletEvents events)
{
    /// <summary>After how long to try again what the kernel or the engine refused.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    /// <summary>What a container's spec comes to for the engine.</summary>
    public ContainerResources SettingsOf(Pod pod, Container container) => settings.Of(pod, container);

    /// <summary>Carries out what can be done while containers run; false where it failed, which the pod's status then says.</summary>
    public async Task<bool> ApplyAsync(PodWork work, IReadOnlyList<ContainerResize> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0 && !work.Resize.IsInProgress) return true;
        try
        {
            await CheckMemoryAsync(work.Pod, changes, cancellationToken);
            await cgroups.RaiseAsync(work.Pod, cancellationToken);
            foreach (var change in changes)
            {
                await runtime.UpdateContainerAsync(change.Running.Id, change.Target, CancellationToken.None);
                if (await runtime.FindAsync(change.Running.Id, CancellationToken.None) is { } updated) cache.Set(updated);
            }
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RuntimeException and not RuntimeUnavailableException)
        {
            if (work.Resize.Fail(e.Message, work.Pod.Metadata.Generation))
                events.Record(ObjectReferences.To(work.Pod), EventTypes.Warning, "ResizeError", ResizeMessage.Of("error", work.Pod, work.Pod.Metadata.Generation, e.Message));
            return false;
        }
    }

    /// <summary>Ends a resize of which nothing is left to do.</summary>
    public async Task CompleteAsync(PodWork work, CancellationToken cancellationToken)
    {
        if (!work.Resize.IsInProgress || Left(work).Any()) return;
        await cgroups.EnsureAsync(work.Pod, cancellationToken);
        if (work.Resize.End() is not { } ended) return;
        events.Record(ObjectReferences.To(work.Pod), EventTypes.Normal, "ResizeCompleted", ResizeMessage.Of("completed", work.Pod, ended.ObservedGeneration));
        await resizes.RetryAsync(cancellationToken);
    }

    private IEnumerable<ContainerResize> Left(PodWork work)
    {
        var held = cache.Pod(work.Identity.Uid);
        foreach (var container in PodRules.AllContainers(work.Pod))
            if (held.Latest(container.Name) is { State: ContainerRunState.Running } running && ContainerResize.Of(running, container, SettingsOf(work.Pod, container)) is { } left) yield return left;
    }

    /// <summary>A limit below what is used now would cost processes their lives.</summary>
    private async Task CheckMemoryAsync(Pod pod, IReadOnlyList<ContainerResize> changes, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        if (await cgroups.LoweredMemoryAsync(pod, cancellationToken) is { } most && usage.Of(pod) is { } podUsage && podUsage.MemoryBytes > most)
            errors.Add($"attempting to set pod memory limit ({most}) below current usage ({podUsage.MemoryBytes})");
        foreach (var change in changes.Where(change => change.LowersMemory))
            if (usage.Of(change.Running) is { } used && used.MemoryBytes > change.Target.MemoryBytes)
                errors.Add($"attempting to set container \"{change.Spec.Name}\" memory limit ({change.Target.MemoryBytes}) below current usage ({used.MemoryBytes})");
        if (errors.Count > 0) throw new RuntimeException($"cannot decrease memory limits: {(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]")}");
    }
}
