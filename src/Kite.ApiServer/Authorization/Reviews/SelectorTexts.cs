using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;
using Kite.Api.Selectors;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>The selectors of an access review in the form of query strings, and back.</summary>
/// <remarks>Conditions that nobody here understands are left out: what is asked about is then wider than what was meant, never narrower.</remarks>
internal static class SelectorTexts
{
    public static string Of(FieldSelectorAttributes? selector) => selector switch
    {
        null => "",
        { RawSelector: { Length: > 0 } text } => text,
        _ => string.Join(',', selector.Requirements.Where(IsKnown).Select(requirement => $"{requirement.Key}{(requirement.Operator == "In" ? "=" : "!=")}{Escape(requirement.Values[0])}")),
    };

    public static string Of(LabelSelectorAttributes? selector) => selector switch
    {
        null => "",
        { RawSelector: { Length: > 0 } text } => text,
        _ => string.Join(',', selector.Requirements.Select(requirement => requirement.Operator switch
        {
            "In" => $"{requirement.Key} in ({string.Join(',', requirement.Values)})",
            "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values)})",
            "Exists" => requirement.Key,
            "DoesNotExist" => "!" + requirement.Key,
            _ => "",
        }).Where(text => text.Length > 0)),
    };

    /// <summary>The conditions of a field selector; none where it is empty or malformed.</summary>
    public static FieldSelectorAttributes? Fields(string text)
    {
        if (text.Length == 0) return null;
        try
        {
            var requirements = FieldSelector.Parse(text).Requirements;
            return requirements.Count == 0
                ? null
                : new() { Requirements = [.. requirements.Select(requirement => new Api.Models.MetaV1.FieldSelectorRequirement { Key = requirement.Field, Operator = requirement.IsNegated ? "NotIn" : "In", Values = [requirement.Value] })] };
        }
        catch (ApiStatusException)
        {
            return null;
        }
    }

    /// <summary>The conditions of a label selector; none where it is empty or malformed.</summary>
    public static LabelSelectorAttributes? Labels(string text)
    {
        if (text.Length == 0 || !LabelSelector.TryParse(text, out var selector, out _)) return null;
        var known = selector.Requirements.Where(requirement => requirement.Operator is SelectorOperator.In or SelectorOperator.NotIn or SelectorOperator.Exists or SelectorOperator.DoesNotExist);
        Api.Models.MetaV1.LabelSelectorRequirement[] requirements = [.. known.Select(requirement => new Api.Models.MetaV1.LabelSelectorRequirement { Key = requirement.Key, Operator = requirement.Operator.ToString(), Values = [.. requirement.Values] })];
        return requirements.Length == 0 ? null : new() { Requirements = requirements };
    }

    private static bool IsKnown(Api.Models.MetaV1.FieldSelectorRequirement requirement) => requirement.Operator is "In" or "NotIn" && requirement.Values.Count == 1;

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);
}
