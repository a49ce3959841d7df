using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>The nodes that a pod's node selector and required node affinity allow.</summary>
internal sealed class RequiredNodes
{
    private readonly IReadOnlyDictionary<string, string> selector;
    private readonly NodeSelection[]? terms;

    internal RequiredNodes(PodSpec spec)
    {
        selector = spec.NodeSelector;
        var required = spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        terms = required is null ? null : [.. required.NodeSelectorTerms.Select(term => new NodeSelection(term))];
    }

    /// <summary>True where every node is allowed.</summary>
    internal bool AllowsAll => selector.Count == 0 && terms is null;

    /// <summary>The names that every term is limited to, or null where any term isn't.</summary>
    internal IReadOnlySet<string>? Names()
    {
        if (terms is null || terms.Length == 0) return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            if (term.Names is not { } limited) return null;
            names.UnionWith(limited);
        }
        return names;
    }

    /// <summary>True where the node is allowed.</summary>
    internal bool Allow(NodeInfo node)
    {
        foreach (var (key, value) in selector)
            if (!node.Labels.TryGetValue(key, out var actual) || actual != value) return false;
        return terms is null || Array.Exists(terms, term => term.Matches(node));
    }
}
