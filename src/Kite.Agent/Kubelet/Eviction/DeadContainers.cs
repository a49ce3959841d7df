using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Frees what ended containers take that only their logs are kept for: those of pods that have ended, and earlier starts. What became of them, the API knows.</summary>
internal sealed class DeadContainers(RuntimeCache cache, IContainerRuntime runtime, IPodDirectory pods) : IDiskReclaimer
{
    public async Task ReclaimAsync(CancellationToken cancellationToken)
    {
        var finished = pods.Pods.Where(PodRules.IsFinished).Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var container in cache.All().Where(container => container is { IsSandbox: false, State: ContainerRunState.Exited }))
        {
            if (!finished.Contains(container.Pod.Uid) && cache.Pod(container.Pod.Uid).Latest(container.Name)?.Id == container.Id) continue;
            await runtime.RemoveAsync(container.Id, cancellationToken);
            cache.Remove(container.Id);
        }
    }
}
