using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>Decides where a pod goes, from a snapshot of the cluster alone. It changes nothing but its own scratch space; one decision at a time.</summary>
internal sealed class PodScheduler(IReadOnlyList<IFilterPlugin> filters, IReadOnlyList<IScorePlugin> scores, int percentageOfNodesToScore)
{
    private const int LeastNodesToScore = 100;

    private readonly List<(INodeFilter Filter, IFilterPlugin Plugin)> active = [];
    private readonly List<NodeInfo> candidates = [];
    private readonly Diagnosis diagnosis = new();
    private long[] totals = [];
    private long[] single = [];

    /// <summary>Decides; looks at the nodes in order from <paramref name="start"/>, so that successive decisions see different ones first.</summary>
    internal Decision Decide(PodInfo pod, ClusterSnapshot snapshot, int start)
    {
        var nodes = snapshot.Nodes;
        if (nodes.Count == 0) return new Decision { Message = "no nodes available to schedule pods", RetryOn = ClusterEvents.NodeAdded };
        active.Clear();
        candidates.Clear();
        diagnosis.Clear();
        var evaluated = PreFilter(pod, snapshot, out var limit) ? Filter(snapshot, limit, start) : 0;
        if (candidates.Count == 0) return new Decision { Message = diagnosis.Describe(nodes.Count), RetryOn = diagnosis.RetryOn, Evaluated = evaluated };
        var chosen = candidates.Count == 1 ? candidates[0] : Best(pod, snapshot);
        return new Decision { NodeName = chosen.Name, Evaluated = evaluated };
    }

    /// <summary>How many feasible nodes are enough to choose among.</summary>
    internal int NodesToFind(int count)
    {
        if (count < LeastNodesToScore || percentageOfNodesToScore >= 100) return count;
        var percentage = percentageOfNodesToScore > 0 ? percentageOfNodesToScore : Math.Max(5, 50 - count / 125);
        return Math.Max(LeastNodesToScore, count * percentage / 100);
    }

    private bool PreFilter(PodInfo pod, ClusterSnapshot snapshot, out IReadOnlySet<string>? limit)
    {
        limit = null;
        foreach (var plugin in filters)
        {
            var result = plugin.PreFilter(pod, snapshot);
            if (result.Rejection is not null)
            {
                diagnosis.SetOverall(result.Rejection, plugin.Events);
                return false;
            }
            if (result.Filter is not null) active.Add((result.Filter, plugin));
            if (result.NodeNames is null) continue;
            limit = limit is null ? result.NodeNames : limit.Intersect(result.NodeNames).ToHashSet(StringComparer.Ordinal);
        }
        return true;
    }

    private int Filter(ClusterSnapshot snapshot, IReadOnlySet<string>? limit, int start)
    {
        var nodes = snapshot.Nodes;
        var enough = NodesToFind(nodes.Count);
        // Nodes may have gone since the last decision counted how far it came.
        var first = start % nodes.Count;
        for (var i = 0; i < nodes.Count; i++)
        {
            var position = first + i;
            var node = nodes[position >= nodes.Count ? position - nodes.Count : position];
            if (limit is not null && !limit.Contains(node.Name))
            {
                diagnosis.Add(NodeNameLimit.Rejection, NodeNameLimit.Events);
                continue;
            }
            if (!Passes(node)) continue;
            candidates.Add(node);
            if (candidates.Count == enough) return i + 1;
        }
        return nodes.Count;
    }

    private bool Passes(NodeInfo node)
    {
        foreach (var (filter, plugin) in active)
        {
            if (filter.Filter(node) is not { } rejection) continue;
            diagnosis.Add(rejection, plugin.Events);
            return false;
        }
        return true;
    }

    private NodeInfo Best(PodInfo pod, ClusterSnapshot snapshot)
    {
        var count = candidates.Count;
        if (totals.Length < count) (totals, single) = (new long[count], new long[count]);
        var total = totals.AsSpan(0, count);
        var own = single.AsSpan(0, count);
        total.Clear();
        foreach (var plugin in scores)
        {
            if (plugin.PreScore(pod, snapshot, candidates) is not { } scorer) continue;
            for (var i = 0; i < count; i++) own[i] = scorer.Score(candidates[i]);
            scorer.Normalize(own);
            for (var i = 0; i < count; i++) total[i] += own[i] * plugin.Weight;
        }
        var best = 0;
        for (var i = 1; i < count; i++)
            if (total[i] > total[best]) best = i;
        return candidates[best];
    }
}
