using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Queues;

/// <summary>A pod that waits for a node.</summary>
internal sealed class QueuedPod(PodInfo pod)
{
    /// <summary>The pod as last seen.</summary>
    internal PodInfo Pod { get; set; } = pod;

    /// <summary>Where it waits.</summary>
    internal QueuePlace Place { get; set; }

    /// <summary>How often it was tried in vain.</summary>
    internal int Attempts { get; set; }

    /// <summary>When it began to wait, or was last tried, by the time that passes.</summary>
    internal TimeSpan Since { get; set; }

    /// <summary>When its back-off ends, by the time that passes.</summary>
    internal TimeSpan BackOffUntil { get; set; }

    /// <summary>The changes that make another attempt worthwhile.</summary>
    internal ClusterEvents RetryOn { get; set; }

    /// <summary>Counts its moves, so that a heap entry from before the last one is known to be stale.</summary>
    internal int Moves { get; set; }
}
