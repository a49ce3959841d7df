using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>A topology spread constraint of a pod, ready to be matched.</summary>
internal sealed class SpreadConstraint
{
    private readonly LabelSelector selector;
    private readonly RequiredNodes? requiredNodes;
    private readonly IReadOnlyList<Toleration>? tolerations;
    private readonly string podNamespace;

    private SpreadConstraint(TopologySpreadConstraint constraint, PodInfo pod)
    {
        var spec = pod.Pod.Spec;
        (TopologyKey, MaxSkew, MinDomains) = (constraint.TopologyKey, constraint.MaxSkew, constraint.MinDomains ?? 1);
        requiredNodes = constraint.NodeAffinityPolicy == "Ignore" ? null : new RequiredNodes(spec);
        tolerations = constraint.NodeTaintsPolicy == "Honor" ? spec.Tolerations : null;
        podNamespace = pod.Key.Namespace;
        selector = Select(constraint, pod.Labels);
    }

    /// <summary>The node label whose values are the domains.</summary>
    internal string TopologyKey { get; }

    /// <summary>How much more a domain may have than the emptiest.</summary>
    internal int MaxSkew { get; }

    /// <summary>With fewer domains than this the emptiest counts as empty.</summary>
    internal int MinDomains { get; }

    /// <summary>The constraints of a pod that are hard (<c>DoNotSchedule</c>) or soft (<c>ScheduleAnyway</c>).</summary>
    internal static SpreadConstraint[] Of(PodInfo pod, string whenUnsatisfiable)
    {
        var all = pod.Pod.Spec.TopologySpreadConstraints;
        return all.Count == 0 ? [] : [.. all.Where(constraint => constraint.WhenUnsatisfiable == whenUnsatisfiable).Select(constraint => new SpreadConstraint(constraint, pod))];
    }

    /// <summary>True where the node's domain counts, by its affinity and taints policies.</summary>
    internal bool Includes(NodeInfo node)
    {
        if (requiredNodes?.Allow(node) == false) return false;
        if (tolerations is null) return true;
        foreach (var taint in node.HardTaints)
            if (!tolerations.Tolerate(taint)) return false;
        return true;
    }

    /// <summary>True where the pod is one of those to spread.</summary>
    internal bool Matches(PodInfo pod) => pod.Key.Namespace == podNamespace && !pod.IsTerminating && selector.Matches(pod.Labels);

    /// <summary>How many of those to spread are on the node.</summary>
    internal int CountOn(NodeInfo node)
    {
        var count = 0;
        for (var i = 0; i < node.Pods.Count; i++)
            if (Matches(node.Pods[i])) count++;
        return count;
    }

    private static LabelSelector Select(TopologySpreadConstraint constraint, IReadOnlyDictionary<string, string> labels)
    {
        var selector = LabelSelector.Of(constraint.LabelSelector);
        if (constraint.MatchLabelKeys.Count == 0 || selector.MatchesNothing) return selector;
        var requirements = selector.Requirements.ToList();
        foreach (var key in constraint.MatchLabelKeys)
            if (labels.TryGetValue(key, out var value)) requirements.Add(new LabelRequirement(key, SelectorOperator.In, [value]));
        return LabelSelector.Of(requirements);
    }
}
