using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>The nodes that one node selector term picks: all requirements on labels and fields must hold.</summary>
internal sealed class NodeSelection
{
    private readonly LabelRequirement[] labels;
    private readonly LabelRequirement[] names;
    private readonly bool isEmpty;

    internal NodeSelection(NodeSelectorTerm term)
    {
        labels = [.. term.MatchExpressions.Select(NodeRequirements.Read)];
        names = [.. term.MatchFields.Select(NodeRequirements.Read)];
        isEmpty = labels.Length + names.Length == 0;
    }

    /// <summary>The node names that the term is limited to, or null.</summary>
    internal IReadOnlyList<string>? Names
    {
        get
        {
            var requirement = Array.Find(names, name => name is { Key: "metadata.name", Operator: SelectorOperator.In });
            return requirement?.Values;
        }
    }

    /// <summary>True where the node is picked; a term without requirements picks none.</summary>
    internal bool Matches(NodeInfo node)
    {
        if (isEmpty) return false;
        foreach (var label in labels)
            if (!label.Matches(node.Labels)) return false;
        foreach (var name in names)
            if (name.Key != "metadata.name" || !name.Matches(node.Name)) return false;
        return true;
    }
}
