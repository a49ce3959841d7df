using Kite.Api.Models.MetaV1;
using MetaV1 = Kite.Api.Models.MetaV1;

namespace Kite.Api.Selectors;

/// <summary>Matches labels against the <see cref="MetaV1.LabelSelector"/> of a spec.</summary>
public static class LabelSelectorMatching
{
    /// <summary>True where the selector selects nothing in particular, and so everything.</summary>
    public static bool IsEmpty(this MetaV1.LabelSelector selector) => selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0;

    /// <summary>True where every requirement holds; an empty selector matches everything, a null one nothing.</summary>
    public static bool Matches(this MetaV1.LabelSelector? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is null || !selector.MatchLabels.Matches(labels)) return false;
        foreach (var requirement in selector.MatchExpressions)
            if (!Holds(requirement, labels)) return false;
        return true;
    }

    /// <summary>True where the labels hold every pair of the selector; an empty selector matches everything.</summary>
    public static bool Matches(this IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in selector)
            if (!labels.TryGetValue(key, out var found) || found != value) return false;
        return true;
    }

    private static bool Holds(LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string> labels)
    {
        var exists = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            "In" => exists && requirement.Values.Contains(value),
            "NotIn" => !exists || !requirement.Values.Contains(value),
            "Exists" => exists,
            "DoesNotExist" => !exists,
            _ => false,
        };
    }
}
