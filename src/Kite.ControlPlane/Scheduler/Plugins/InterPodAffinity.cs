using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Puts pods near those they want and away from those they or the others don't; costs nothing while no pod says so.</summary>
internal sealed class InterPodAffinity : IFilterPlugin, IScorePlugin
{
    /// <summary>What a required term of a pod that is there already counts for one that it wants near.</summary>
    private const int RequiredWeight = 1;

    public string Name => "InterPodAffinity";

    public int Weight => 2;

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeLabels | ClusterEvents.PodAssigned | ClusterEvents.AssignedPodChanged | ClusterEvents.AssignedPodGone | ClusterEvents.NamespaceLabels;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        if (pod.Affinity is null && snapshot.PodsWithRequiredAntiAffinity == 0) return PreFilterResult.Skip;
        var filter = new PodAffinityFilter(pod, snapshot);
        return filter.AllowsAll ? PreFilterResult.Skip : new(filter);
    }

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        var hasPreferences = pod.Affinity is { } own && own.Preferred.Count + own.PreferredAnti.Count > 0;
        if (!hasPreferences && snapshot.PodsWithAffinity == 0) return null;
        var counts = new TopologyCounts();
        foreach (var node in snapshot.Nodes)
        {
            if (!hasPreferences && node.PodsWithAffinity == 0) continue;
            foreach (var existing in node.Pods) Count(pod, existing, node, snapshot, counts);
        }
        return counts.IsEmpty ? null : new NearnessScorer(counts);
    }

    private static void Count(PodInfo pod, PodInfo existing, NodeInfo node, ClusterSnapshot snapshot, TopologyCounts counts)
    {
        if (pod.Affinity is { } own)
        {
            Count(own.Preferred, existing, 1);
            Count(own.PreferredAnti, existing, -1);
        }
        if (existing.Affinity is not { } theirs) return;
        foreach (var term in theirs.Required)
            if (term.Matches(pod, snapshot)) counts.Add(node.Labels, term.TopologyKey, RequiredWeight);
        Count(theirs.Preferred, pod, 1);
        Count(theirs.PreferredAnti, pod, -1);

        void Count(IReadOnlyList<AffinityTerm> terms, PodInfo about, int sign)
        {
            foreach (var term in terms)
                if (term.Matches(about, snapshot)) counts.Add(node.Labels, term.TopologyKey, sign * term.Weight);
        }
    }

    private sealed class NearnessScorer(TopologyCounts counts) : INodeScorer
    {
        public long Score(NodeInfo node) => counts.SumFor(node.Labels);

        public void Normalize(Span<long> scores) => ScoreScale.Stretched(scores);
    }
}
