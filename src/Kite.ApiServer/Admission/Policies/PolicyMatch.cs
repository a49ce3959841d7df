using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Selectors;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>What a policy or binding is about (<c>MatchResources</c>), read once per change.</summary>
internal sealed class PolicyMatch
{
    /// <summary>Reads it.</summary>
    public PolicyMatch(JsonObject match)
    {
        IsEquivalent = match.Text("matchPolicy") != "Exact";
        NamespaceSelector = SelectorOf(match, "namespaceSelector");
        ObjectSelector = SelectorOf(match, "objectSelector");
        Rules = [.. match.Objects("resourceRules").Select(rule => new ResourceRule(rule))];
        Excluded = [.. match.Objects("excludeResourceRules").Select(rule => new ResourceRule(rule))];
    }

    /// <summary>True where rules are meant for all versions of a resource.</summary>
    public bool IsEquivalent { get; }

    /// <summary>The namespaces.</summary>
    public LabelSelector NamespaceSelector { get; }

    /// <summary>The objects.</summary>
    public LabelSelector ObjectSelector { get; }

    /// <summary>The resources; none for all.</summary>
    public IReadOnlyList<ResourceRule> Rules { get; }

    /// <summary>The resources that aren't meant.</summary>
    public IReadOnlyList<ResourceRule> Excluded { get; }

    private static LabelSelector SelectorOf(JsonObject match, string field) => match.Object(field) is { } selector ? LabelSelector.Of(selector) : LabelSelector.Everything;
}
