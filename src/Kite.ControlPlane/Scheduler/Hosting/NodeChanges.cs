using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>What in a node's change can make room for pods; heartbeats don't.</summary>
internal static class NodeChanges
{
    /// <summary>The events between two states of a node.</summary>
    internal static ClusterEvents Between(Node old, Node now)
    {
        var events = ClusterEvents.None;
        if (!Same(old.Status.Allocatable, now.Status.Allocatable)) events |= ClusterEvents.NodeAllocatable;
        if (!Same(old.Metadata.Labels, now.Metadata.Labels)) events |= ClusterEvents.NodeLabels;
        if (old.Spec.Unschedulable != now.Spec.Unschedulable || !old.Spec.Taints.SequenceEqual(now.Spec.Taints)) events |= ClusterEvents.NodeTaints;
        return events;
    }

    private static bool Same<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left)
            if (!right.TryGetValue(key, out var other) || !EqualityComparer<T>.Default.Equals(value, other)) return false;
        return true;
    }
}
