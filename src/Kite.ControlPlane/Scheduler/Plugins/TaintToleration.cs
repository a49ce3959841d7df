using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods off nodes with taints they don't tolerate, and prefers nodes with fewer of the soft ones.</summary>
internal sealed class TaintToleration : IFilterPlugin, IScorePlugin
{
    public string Name => "TaintToleration";

    public int Weight => 3;

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeTaints;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot) => new(new TaintFilter(pod.Pod.Spec.Tolerations));

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
            if (candidates[i].SoftTaints.Count > 0) return new SoftTaintScorer(pod.Pod.Spec.Tolerations);
        return null;
    }

    private sealed class TaintFilter(IReadOnlyList<Toleration> tolerations) : INodeFilter
    {
        public Rejection? Filter(NodeInfo node)
        {
            for (var i = 0; i < node.HardTaints.Count; i++)
            {
                var taint = node.HardTaints[i];
                if (!tolerations.Tolerate(taint)) return Rejection.Unresolvable($"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}");
            }
            return null;
        }
    }

    private sealed class SoftTaintScorer(IReadOnlyList<Toleration> tolerations) : INodeScorer
    {
        public long Score(NodeInfo node)
        {
            var count = 0L;
            for (var i = 0; i < node.SoftTaints.Count; i++)
                if (!tolerations.Tolerate(node.SoftTaints[i])) count++;
            return count;
        }

        public void Normalize(Span<long> scores) => ScoreScale.Reversed(scores);
    }
}
