using System.Globalization;

namespace Kite.Api.Selectors;

/// <summary>One condition on a label.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">With what; empty for <see cref="SelectorOperator.Exists"/> and <see cref="SelectorOperator.DoesNotExist"/>.</param>
public sealed record LabelRequirement(string Key, SelectorOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>True where the labels meet the condition.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Matches(labels.TryGetValue(Key, out var value) ? value : null);

    /// <summary>True where the label's value, null for absent, meets the condition.</summary>
    public bool Matches(string? value) => Operator switch
    {
        SelectorOperator.In => value is not null && Contains(value),
        SelectorOperator.NotIn => value is null || !Contains(value),
        SelectorOperator.Exists => value is not null,
        SelectorOperator.DoesNotExist => value is null,
        _ => MatchesNumber(value),
    };

    /// <inheritdoc/>
    public override string ToString() => Operator switch
    {
        SelectorOperator.Exists => Key,
        SelectorOperator.DoesNotExist => "!" + Key,
        SelectorOperator.In when Values.Count == 1 => $"{Key}={Values[0]}",
        SelectorOperator.NotIn when Values.Count == 1 => $"{Key}!={Values[0]}",
        SelectorOperator.In => $"{Key} in ({string.Join(',', Values.Order(StringComparer.Ordinal))})",
        SelectorOperator.NotIn => $"{Key} notin ({string.Join(',', Values.Order(StringComparer.Ordinal))})",
        SelectorOperator.GreaterThan => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    private bool Contains(string value)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (string.Equals(Values[i], value, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private bool MatchesNumber(string? value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)) return false;
        if (Values.Count != 1 || !long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)) return false;
        return Operator is SelectorOperator.GreaterThan ? label > bound : label < bound;
    }
}
