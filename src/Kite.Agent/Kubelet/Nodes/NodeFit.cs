using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Whether a node is one that a pod may be on, by what its spec says of nodes.</summary>
internal static class NodeFit
{
    /// <summary>True where the pod's node selector and required node affinity pick the node.</summary>
    public static bool Matches(Pod pod, Node node)
    {
        foreach (var (key, value) in pod.Spec.NodeSelector)
            if (node.Metadata.Labels.GetValueOrDefault(key) != value) return false;
        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return required is null || required.NodeSelectorTerms.Any(term => Matches(term, node));
    }

    /// <summary>The first taint that pods must leave the node for, and that the pod doesn't tolerate; null for none.</summary>
    public static Taint? Untolerated(Pod pod, Node node) =>
        node.Spec?.Taints.FirstOrDefault(taint => taint.Effect == "NoExecute" && !pod.Spec.Tolerations.Any(toleration => Tolerations.Covers(toleration, taint)));

    private static bool Matches(NodeSelectorTerm term, Node node)
    {
        // A term without requirements picks no node.
        if (term.MatchExpressions.Count + term.MatchFields.Count == 0) return false;
        return term.MatchExpressions.All(expression => NodeRequirements.Read(expression).Matches(node.Metadata.Labels))
            && term.MatchFields.All(field => field.Key == "metadata.name" && NodeRequirements.Read(field).Matches(node.Metadata.Name));
    }
}
