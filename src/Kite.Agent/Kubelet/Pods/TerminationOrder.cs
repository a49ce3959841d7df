using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Who ends when: sidecars after the containers that they serve, the last one first. Hooks don't wait, and nobody waits longer than the grace period.</summary>
internal sealed class TerminationOrder
{
    private readonly Dictionary<string, TaskCompletionSource> ends;
    private readonly Dictionary<string, int> sidecars = new(StringComparer.Ordinal);

    /// <summary>The order of the containers of a pod that run.</summary>
    public TerminationOrder(Pod pod, IEnumerable<RuntimeContainer> running)
    {
        ends = running.Select(container => container.Name).Distinct()
            .ToDictionary(name => name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
            if (PodRules.IsSidecar(pod.Spec.InitContainers[i])) sidecars[pod.Spec.InitContainers[i].Name] = i;
    }

    /// <summary>Completes when it is the container's turn to end.</summary>
    public Task TurnOf(string name) =>
        sidecars.TryGetValue(name, out var place) ? Task.WhenAll(ends.Where(end => !sidecars.TryGetValue(end.Key, out var other) || other > place).Select(end => end.Value.Task)) : Task.CompletedTask;

    /// <summary>Notes that a container has ended, or that nobody is to wait for it any more.</summary>
    public void Ended(string name) => ends[name].TrySetResult();
}
