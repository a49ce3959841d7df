using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods to the nodes that their node selector and required node affinity allow, and prefers those that the preferred terms pick.</summary>
internal sealed class NodeAffinity : IFilterPlugin, IScorePlugin
{
    public string Name => "NodeAffinity";

    public int Weight => 2;

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeLabels;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        var required = new RequiredNodes(pod.Pod.Spec);
        return required.AllowsAll ? PreFilterResult.Skip : new(new AffinityFilter(required), NodeNames: required.Names());
    }

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        var preferred = pod.Pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution;
        return preferred is not { Count: > 0 } ? null : new PreferenceScorer([.. preferred.Select(term => (new NodeSelection(term.Preference), term.Weight))]);
    }

    private sealed class AffinityFilter(RequiredNodes required) : INodeFilter
    {
        private static readonly Rejection NotAllowed = Rejection.Unresolvable("node(s) didn't match Pod's node affinity/selector");

        public Rejection? Filter(NodeInfo node) => required.Allow(node) ? null : NotAllowed;
    }

    private sealed class PreferenceScorer((NodeSelection Nodes, int Weight)[] terms) : INodeScorer
    {
        public long Score(NodeInfo node)
        {
            var score = 0L;
            foreach (var (nodes, weight) in terms)
                if (nodes.Matches(node)) score += weight;
            return score;
        }

        public void Normalize(Span<long> scores) => ScoreScale.Proportional(scores);
    }
}
