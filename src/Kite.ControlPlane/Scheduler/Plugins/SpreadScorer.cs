using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>The soft spread constraints of one pod: the fewer pods of its kind in a node's domains, the better.</summary>
internal sealed class SpreadScorer : INodeScorer
{
    private const string HostName = "kubernetes.io/hostname";
    private const long Ignored = -1;

    private readonly SpreadConstraint[] constraints;
    private readonly Dictionary<string, long>[] counts;
    private readonly double[] weights;

    internal SpreadScorer(SpreadConstraint[] constraints, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        this.constraints = constraints;
        counts = [.. constraints.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];
        var eligible = 0;
        foreach (var node in candidates)
        {
            if (!HasAllLabels(node)) continue;
            eligible++;
            for (var i = 0; i < constraints.Length; i++)
                if (constraints[i].TopologyKey != HostName) counts[i].TryAdd(node.Labels[constraints[i].TopologyKey], 0);
        }
        weights = [.. constraints.Select((constraint, i) => Math.Log((constraint.TopologyKey == HostName ? eligible : counts[i].Count) + 2))];
        foreach (var node in snapshot.Nodes) Count(node);
    }

    public long Score(NodeInfo node)
    {
        if (!HasAllLabels(node)) return Ignored;
        var score = 0.0;
        for (var i = 0; i < constraints.Length; i++)
        {
            var key = constraints[i].TopologyKey;
            var count = key == HostName ? constraints[i].CountOn(node) : counts[i][node.Labels[key]];
            score += count * weights[i] + constraints[i].MaxSkew - 1;
        }
        return (long)Math.Round(score, MidpointRounding.AwayFromZero);
    }

    public void Normalize(Span<long> scores)
    {
        var (min, max) = (long.MaxValue, 0L);
        foreach (var score in scores)
        {
            if (score == Ignored) continue;
            min = Math.Min(min, score);
            max = Math.Max(max, score);
        }
        foreach (ref var score in scores)
        {
            if (score == Ignored) score = 0;
            else score = max == 0 ? INodeScorer.MaxScore : INodeScorer.MaxScore * (max + min - score) / max;
        }
    }

    private void Count(NodeInfo node)
    {
        if (!HasAllLabels(node)) return;
        for (var i = 0; i < constraints.Length; i++)
        {
            if (!counts[i].TryGetValue(node.Labels[constraints[i].TopologyKey], out var count) || !constraints[i].Includes(node)) continue;
            counts[i][node.Labels[constraints[i].TopologyKey]] = count + constraints[i].CountOn(node);
        }
    }

    private bool HasAllLabels(NodeInfo node)
    {
        foreach (var constraint in constraints)
            if (!node.Labels.ContainsKey(constraint.TopologyKey)) return false;
        return true;
    }
}
