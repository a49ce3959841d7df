using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>The order in which pods go when a resource runs out.</summary>
internal static class EvictionRanking
{
    private const int SystemCritical = 2_000_000_000;

    /// <summary>The first to go first: those that use more than they asked for, then those of lower priority, then those that exceed by the most.</summary>
    public static IReadOnlyList<PodConsumption> Rank(string signal, IEnumerable<PodConsumption> pods)
    {
        // Nobody asks for process ids or inodes.
        var countsRequests = EvictionSignals.ResourceOf(signal) is "memory" or "ephemeral-storage";
        return [.. pods.OrderByDescending(pod => countsRequests && pod.Used > pod.Requested).ThenBy(pod => pod.Pod.Spec.Priority ?? 0)
            .ThenByDescending(pod => pod.Used - (countsRequests ? pod.Requested : 0))];
    }

    /// <summary>True for pods that the cluster can't do without: they are never evicted.</summary>
    public static bool IsCritical(Pod pod) => pod.Spec.Priority >= SystemCritical || pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror")
        || pod.Metadata.Annotations.GetValueOrDefault("kubernetes.io/config.source", "api") != "api";
}
