using Kite.ControlPlane.Scheduler.Framework;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>What is said of nodes that node affinity by name rules out before they are looked at.</summary>
internal static class NodeNameLimit
{
    /// <summary>The changes that can lift it.</summary>
    internal const ClusterEvents Events = ClusterEvents.NodeAdded;

    /// <summary>The rejection of each such node.</summary>
    internal static Rejection Rejection { get; } = Rejection.Unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]");
}
