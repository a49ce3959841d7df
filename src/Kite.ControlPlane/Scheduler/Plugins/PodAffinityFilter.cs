using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Required affinity and anti-affinity between one pod and those on nodes.</summary>
internal sealed class PodAffinityFilter : INodeFilter
{
    private static readonly Rejection NotNear = Rejection.Unresolvable("node(s) didn't match pod affinity rules");
    private static readonly Rejection TooNear = Rejection.Of("node(s) didn't match pod anti-affinity rules");
    private static readonly Rejection KeptAway = Rejection.Of("node(s) didn't satisfy existing pods anti-affinity rules");

    private readonly PodInfo pod;
    private readonly ClusterSnapshot snapshot;
    private readonly IReadOnlyList<AffinityTerm> near;
    private readonly IReadOnlyList<AffinityTerm> far;
    private readonly TopologyCounts wanted;
    private readonly TopologyCounts unwanted;
    private readonly TopologyCounts keptAway;

    internal PodAffinityFilter(PodInfo pod, ClusterSnapshot snapshot)
        : this(pod, snapshot, new(), new(), new())
    {
        foreach (var node in snapshot.Nodes)
        {
            if (node.Pods.Count == 0 || (near.Count + far.Count == 0 && node.PodsWithRequiredAntiAffinity == 0)) continue;
            foreach (var existing in node.Pods) Count(existing, node, 1);
        }
    }

    private PodAffinityFilter(PodInfo pod, ClusterSnapshot snapshot, TopologyCounts wanted, TopologyCounts unwanted, TopologyCounts keptAway)
    {
        (this.pod, this.snapshot, this.wanted, this.unwanted, this.keptAway) = (pod, snapshot, wanted, unwanted, keptAway);
        near = pod.Affinity?.Required ?? [];
        far = pod.Affinity?.RequiredAnti ?? [];
    }

    /// <summary>True where every node passes.</summary>
    internal bool AllowsAll => near.Count + far.Count == 0 && keptAway.IsEmpty;

    public Rejection? Filter(NodeInfo node)
    {
        if (near.Count > 0 && !IsNear(node)) return NotNear;
        foreach (var term in far)
            if (node.Labels.TryGetValue(term.TopologyKey, out var value) && unwanted[term.TopologyKey, value] > 0) return TooNear;
        return keptAway.HasAnyFor(node.Labels) ? KeptAway : null;
    }

    public INodeFilter Fork() => new PodAffinityFilter(pod, snapshot, wanted.Clone(), unwanted.Clone(), keptAway.Clone());

    public void Add(PodInfo pod, NodeInfo node) => Count(pod, node, 1);

    public void Remove(PodInfo pod, NodeInfo node) => Count(pod, node, -1);

    private bool IsNear(NodeInfo node)
    {
        var isNear = true;
        foreach (var term in near)
        {
            // A node without the label is no place, not even for the first pod of a group.
            if (!node.Labels.TryGetValue(term.TopologyKey, out var value)) return false;
            isNear &= wanted[term.TopologyKey, value] > 0;
        }
        // The first of a group that wants to be together has nobody to be near to yet.
        return isNear || (wanted.IsEmpty && MatchesAll(pod));
    }

    private bool MatchesAll(PodInfo other)
    {
        foreach (var term in near)
            if (!term.Matches(other, snapshot)) return false;
        return near.Count > 0;
    }

    private void Count(PodInfo existing, NodeInfo node, int sign)
    {
        if (near.Count > 0 && MatchesAll(existing))
        {
            foreach (var term in near) wanted.Add(node.Labels, term.TopologyKey, sign);
        }
        foreach (var term in far)
            if (term.Matches(existing, snapshot)) unwanted.Add(node.Labels, term.TopologyKey, sign);
        if (existing.Affinity is null) return;
        foreach (var term in existing.Affinity.RequiredAnti)
            if (term.Matches(pod, snapshot)) keptAway.Add(node.Labels, term.TopologyKey, sign);
    }
}
