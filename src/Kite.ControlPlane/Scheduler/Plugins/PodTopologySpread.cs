using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Spreads pods of a kind over topologies, as their spread constraints say.</summary>
internal sealed class PodTopologySpread : IFilterPlugin, IScorePlugin
{
    public string Name => "PodTopologySpread";

    public int Weight => 2;

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeDeleted | ClusterEvents.NodeLabels | ClusterEvents.NodeTaints | ClusterEvents.PodAssigned | ClusterEvents.AssignedPodChanged | ClusterEvents.AssignedPodGone;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        var constraints = SpreadConstraint.Of(pod, "DoNotSchedule");
        return constraints.Length == 0 ? PreFilterResult.Skip : new(new SpreadFilter(constraints, pod, snapshot));
    }

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        var constraints = SpreadConstraint.Of(pod, "ScheduleAnyway");
        return constraints.Length == 0 ? null : new SpreadScorer(constraints, snapshot, candidates);
    }
}
