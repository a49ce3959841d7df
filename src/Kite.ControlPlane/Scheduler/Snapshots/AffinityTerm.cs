using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>A pod affinity or anti-affinity term, ready to be matched.</summary>
/// <param name="Namespaces">The namespaces it names.</param>
/// <param name="NamespaceSelector">Selects further namespaces by their labels.</param>
/// <param name="Selector">Selects pods.</param>
/// <param name="TopologyKey">The node label whose value says which nodes are together.</param>
/// <param name="Weight">How much a preferred term counts; 0 for a required one.</param>
internal sealed record AffinityTerm(IReadOnlyList<string> Namespaces, LabelSelector NamespaceSelector, LabelSelector Selector, string TopologyKey, int Weight)
{
    /// <summary>Reads a term of a pod.</summary>
    internal static AffinityTerm Of(PodAffinityTerm term, Pod owner, int weight = 0)
    {
        var namespaces = term.Namespaces.Count == 0 && term.NamespaceSelector is null ? [owner.Metadata.Namespace] : term.Namespaces;
        var selector = LabelSelector.Of(term.LabelSelector);
        if (term.LabelSelector is not null && term.MatchLabelKeys.Count + term.MismatchLabelKeys.Count > 0) selector = WithLabelKeys(selector, term, owner.Metadata.Labels);
        return new AffinityTerm(namespaces, LabelSelector.Of(term.NamespaceSelector), selector, term.TopologyKey, weight);
    }

    /// <summary>True where the term is about the pod.</summary>
    internal bool Matches(PodInfo pod, ClusterSnapshot snapshot) => MatchesNamespace(pod.Key.Namespace, snapshot) && Selector.Matches(pod.Labels);

    private static LabelSelector WithLabelKeys(LabelSelector selector, PodAffinityTerm term, IReadOnlyDictionary<string, string> labels)
    {
        var requirements = selector.Requirements.ToList();
        foreach (var key in term.MatchLabelKeys)
            if (labels.TryGetValue(key, out var value)) requirements.Add(new LabelRequirement(key, SelectorOperator.In, [value]));
        foreach (var key in term.MismatchLabelKeys)
            if (labels.TryGetValue(key, out var value)) requirements.Add(new LabelRequirement(key, SelectorOperator.NotIn, [value]));
        return LabelSelector.Of(requirements);
    }

    private bool MatchesNamespace(string name, ClusterSnapshot snapshot)
    {
        for (var i = 0; i < Namespaces.Count; i++)
            if (Namespaces[i] == name) return true;
        if (NamespaceSelector.MatchesNothing) return false;
        return NamespaceSelector.MatchesEverything || NamespaceSelector.Matches(snapshot.NamespaceLabels(name));
    }
}
