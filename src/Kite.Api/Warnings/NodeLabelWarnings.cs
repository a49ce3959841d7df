using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of labels of nodes that have new names.</summary>
internal static class NodeLabelWarnings
{
    private static readonly Dictionary<string, string> Deprecated = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    };

    /// <summary>What is to be said of a label, or null.</summary>
    internal static string? Of(string label) => Deprecated.GetValueOrDefault(label);

    /// <summary>Warns of the labels that a map selects by.</summary>
    internal static void Map(JsonObject? holder, string field, FieldPath path, Action<string> warn)
    {
        if (holder.IsEmpty(field)) return;
        foreach (var (label, _) in holder.TextMap(field))
        {
            if (Of(label) is { } message) warn($"{path.Child(field).Key(label)}: {message}");
        }
    }

    /// <summary>Warns of the labels that a term of a node selector names.</summary>
    internal static void Term(JsonObject? term, FieldPath path, Action<string> warn)
    {
        var at = 0;
        foreach (var expression in term.Objects("matchExpressions"))
        {
            var key = expression.Text("key");
            if (Of(key) is { } message) warn($"{path.Child("matchExpressions").Item(at).Child("key")}: {key} is {message}");
            at++;
        }
    }
}
