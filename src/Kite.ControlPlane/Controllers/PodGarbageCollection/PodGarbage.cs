using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.PodGarbageCollection;

/// <summary>Decides which pods are garbage.</summary>
internal static class PodGarbage
{
    /// <summary>The pods to delete at once.</summary>
    /// <param name="pods">All pods.</param>
    /// <param name="terminatedThreshold">How many terminated pods are kept; 0 for all.</param>
    /// <param name="isNodeGone">True for a node that is known not to exist.</param>
    internal static IEnumerable<Pod> Find(IReadOnlyCollection<Pod> pods, int terminatedThreshold, Predicate<string> isNodeGone)
    {
        var orphaned = pods.Where(pod => !string.IsNullOrEmpty(pod.Spec.NodeName) && isNodeGone(pod.Spec.NodeName));
        var unscheduled = pods.Where(pod => pod.IsTerminating() && string.IsNullOrEmpty(pod.Spec.NodeName));
        return Terminated(pods, terminatedThreshold).Concat(orphaned).Concat(unscheduled).DistinctBy(pod => pod.Metadata.Uid);
    }

    private static IEnumerable<Pod> Terminated(IReadOnlyCollection<Pod> pods, int threshold)
    {
        if (threshold <= 0) return [];
        var terminated = pods.Where(pod => pod.IsFinished()).ToList();
        return terminated.OrderBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).Take(Math.Max(0, terminated.Count - threshold));
    }
}
