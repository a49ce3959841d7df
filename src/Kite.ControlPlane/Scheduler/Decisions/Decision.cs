using Kite.ControlPlane.Scheduler.Framework;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>Where a pod goes, or why nowhere.</summary>
internal sealed record Decision
{
    /// <summary>The node chosen, or null.</summary>
    internal string? NodeName { get; init; }

    /// <summary>Why no node was chosen, as the pod's condition says it; empty where one was.</summary>
    internal string Message { get; init; } = "";

    /// <summary>The changes after which another attempt is worthwhile.</summary>
    internal ClusterEvents RetryOn { get; init; }

    /// <summary>The node that is being cleared for the pod, empty where its nomination ends, or null where that stays as it is.</summary>
    internal string? NominatedNodeName { get; init; }

    /// <summary>How many nodes were looked at.</summary>
    internal int Evaluated { get; init; }
}
