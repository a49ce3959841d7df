using System.Text.Json.Nodes;
using Kite.Api.Meta;

namespace Kite.Api.Kinds.Core;

/// <summary>What the containers of a pod come to: all together, or the most that an init container needs beside the sidecars started before it.</summary>
public static class ContainerTotals
{
    /// <summary>The amounts by the name of their resource, in the order of names; what isn't a quantity doesn't count.</summary>
    /// <param name="spec">A pod's spec.</param>
    /// <param name="field"><c>requests</c> or <c>limits</c>.</param>
    public static SortedDictionary<string, Quantity> Of(JsonObject? spec, string field)
    {
        var total = New();
        foreach (var container in spec.Objects("containers")) Add(total, Amounts(container, field));
        var sidecars = New();
        var most = New();
        foreach (var container in spec.Objects("initContainers"))
        {
            var needed = Amounts(container, field);
            if (container.Text("restartPolicy") == "Always")
            {
                Add(total, needed);
                Add(sidecars, needed);
                needed = sidecars;
            }
            else Add(needed, sidecars);
            Raise(most, needed);
        }
        Raise(total, most);
        return total;
    }

    /// <summary>True for the resources that a pod may name for all of its containers together.</summary>
    public static bool IsForPods(string resource) => resource is "cpu" or "memory" || resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static SortedDictionary<string, Quantity> New() => new(StringComparer.Ordinal);

    private static SortedDictionary<string, Quantity> Amounts(JsonObject? container, string field)
    {
        var amounts = New();
        foreach (var (name, node) in container.Object("resources").Object(field) ?? [])
            if (Quantity.TryParse(node.AsText() ?? node?.ToString(), out var amount)) amounts[name] = amount;
        return amounts;
    }

    private static void Add(SortedDictionary<string, Quantity> amounts, SortedDictionary<string, Quantity> others)
    {
        foreach (var (name, amount) in others) amounts[name] = amounts.TryGetValue(name, out var own) ? own + amount : amount;
    }

    private static void Raise(SortedDictionary<string, Quantity> amounts, SortedDictionary<string, Quantity> others)
    {
        foreach (var (name, amount) in others)
            if (!amounts.TryGetValue(name, out var own) || own < amount) amounts[name] = amount;
    }
}
