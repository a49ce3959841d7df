using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>The hard spread constraints of one pod.</summary>
internal sealed class SpreadFilter : INodeFilter
{
    private static readonly Rejection NoLabel = Rejection.Unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");
    private static readonly Rejection TooSkewed = Rejection.Of("node(s) didn't match pod topology spread constraints");

    private readonly SpreadConstraint[] constraints;
    private readonly Dictionary<string, int>[] counts;
    private readonly int[] selfMatches;
    private readonly int[] least;

    internal SpreadFilter(SpreadConstraint[] constraints, PodInfo pod, ClusterSnapshot snapshot)
    {
        this.constraints = constraints;
        counts = [.. constraints.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        selfMatches = [.. constraints.Select(constraint => constraint.Matches(pod) ? 1 : 0)];
        least = new int[constraints.Length];
        foreach (var node in snapshot.Nodes) Count(node);
        FindLeast();
    }

    private SpreadFilter(SpreadFilter other)
    {
        (constraints, selfMatches) = (other.constraints, other.selfMatches);
        counts = [.. other.counts.Select(count => new Dictionary<string, int>(count, StringComparer.Ordinal))];
        least = [.. other.least];
    }

    public Rejection? Filter(NodeInfo node)
    {
        for (var i = 0; i < constraints.Length; i++)
        {
            if (!node.Labels.TryGetValue(constraints[i].TopologyKey, out var value)) return NoLabel;
            if (counts[i].GetValueOrDefault(value) + selfMatches[i] - least[i] > constraints[i].MaxSkew) return TooSkewed;
        }
        return null;
    }

    public INodeFilter Fork() => new SpreadFilter(this);

    public void Add(PodInfo pod, NodeInfo node) => Change(pod, node, 1);

    public void Remove(PodInfo pod, NodeInfo node) => Change(pod, node, -1);

    private void Count(NodeInfo node)
    {
        if (!HasAllLabels(node)) return;
        for (var i = 0; i < constraints.Length; i++)
        {
            if (!constraints[i].Includes(node)) continue;
            var value = node.Labels[constraints[i].TopologyKey];
            counts[i][value] = counts[i].GetValueOrDefault(value) + constraints[i].CountOn(node);
        }
    }

    private void Change(PodInfo pod, NodeInfo node, int sign)
    {
        if (!HasAllLabels(node)) return;
        for (var i = 0; i < constraints.Length; i++)
        {
            if (!constraints[i].Matches(pod) || !constraints[i].Includes(node)) continue;
            var value = node.Labels[constraints[i].TopologyKey];
            counts[i][value] = counts[i].GetValueOrDefault(value) + sign;
        }
        FindLeast();
    }

    private bool HasAllLabels(NodeInfo node)
    {
        foreach (var constraint in constraints)
            if (!node.Labels.ContainsKey(constraint.TopologyKey)) return false;
        return true;
    }

    private void FindLeast()
    {
        for (var i = 0; i < constraints.Length; i++) least[i] = counts[i].Count < constraints[i].MinDomains ? 0 : counts[i].Values.Min();
    }
}
