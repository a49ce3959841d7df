using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Status;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Who goes first when the node's memory runs out: those that asked for nothing, then by how little of the node's memory they asked for. Pure.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-out-of-memory-behavior"/></remarks>
internal static class OutOfMemoryScore
{
    private const int Least = -997;
    private const int Most = 1000;

    /// <summary>The kernel's <c>oom_score_adj</c> for a container.</summary>
    public static int Of(Pod pod, Container container, long nodeBytes)
    {
        if (pod.Spec.PriorityClassName == "system-node-critical") return Least;
        switch (QualityOfService.Of(pod))
        {
            case QualityOfService.Guaranteed:
                return Least;
            case QualityOfService.BestEffort:
                return Most;
        }
        var requested = Requested(container.Resources);
        // A sidecar doesn't go before the containers that it serves.
        if (container.RestartPolicy == "Always" && pod.Spec.InitContainers.Any(init => init.Name == container.Name))
            requested = Math.Max(requested, pod.Spec.Containers.Min(other => Requested(other.Resources)));
        var score = Most - (1000 * (requested + ShareOfRest(pod)) / Math.Max(1, nodeBytes));
        return (int)Math.Clamp(score, Most + Least, Most - 1);
    }

    /// <summary>What a pod asks for as a whole and its containers don't is theirs in equal parts.</summary>
    private static long ShareOfRest(Pod pod)
    {
        if (pod.Spec.Resources is not { } whole || !whole.Requests.TryGetValue("memory", out var requested)) return 0;
        var rest = requested.Value - PodAmounts.OfContainers(pod).GetValueOrDefault("memory");
        return Math.Max(0, rest) / (pod.Spec.Containers.Count + pod.Spec.InitContainers.Count);
    }

    private static long Requested(ResourceRequirements? resources) => resources is not null && resources.Requests.TryGetValue("memory", out var memory) ? memory.Value : 0;
}
