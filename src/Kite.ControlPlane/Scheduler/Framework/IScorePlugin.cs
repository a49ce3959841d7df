using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>The PreScore extension point: prepares the scores of the nodes that passed the filters for one pod.</summary>
internal interface IScorePlugin
{
    /// <summary>The plugin's name upstream.</summary>
    string Name { get; }

    /// <summary>How much the score counts.</summary>
    int Weight { get; }

    /// <summary>Looks at the pod and the candidates; null where all would score alike.</summary>
    INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates);
}
