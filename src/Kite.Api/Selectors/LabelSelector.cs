using System.Text.Json.Nodes;
using Kite.Api.Errors;
using MetaV1 = Kite.Api.Models.MetaV1;

namespace Kite.Api.Selectors;

/// <summary>A condition on an object's labels; immutable.</summary>
public sealed class LabelSelector
{
    private readonly LabelRequirement[] requirements;

    private LabelSelector(LabelRequirement[] requirements, bool matchesNothing = false)
    {
        this.requirements = requirements;
        MatchesNothing = matchesNothing;
    }

    /// <summary>Matches every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Matches no object.</summary>
    public static LabelSelector Nothing { get; } = new([], matchesNothing: true);

    /// <summary>The conditions, all of which must hold.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => requirements;

    /// <summary>True where every object matches.</summary>
    public bool MatchesEverything => requirements.Length == 0 && !MatchesNothing;

    /// <summary>True where no object can match.</summary>
    public bool MatchesNothing { get; }

    /// <summary>Reads the form of query strings, such as <c>a=b,c!=d,e in (x,y),!f</c>; empty matches everything.</summary>
    /// <exception cref="ApiStatusException">The text is no selector (400).</exception>
    public static LabelSelector Parse(string? text) =>
        TryParse(text, out var selector, out var error) ? selector : throw ApiErrors.BadRequest(error);

    /// <summary>Reads the form of query strings; where the text is no selector, says why in kube-apiserver's words.</summary>
    public static bool TryParse(string? text, out LabelSelector selector, out string error)
    {
        selector = Everything;
        error = "";
        if (string.IsNullOrEmpty(text)) return true;
        if (!LabelSelectorParser.TryParse(text, out var requirements, out error)) return false;
        selector = requirements.Count == 0 ? Everything : new LabelSelector([.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)]);
        return true;
    }

    /// <summary>Matches objects that have all the labels given; no labels match everything.</summary>
    public static LabelSelector Of(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? Everything : new([.. labels.Select(label => new LabelRequirement(label.Key, SelectorOperator.In, [label.Value]))]);

    /// <summary>The selector of a spec; an absent one matches nothing, an empty one everything.</summary>
    /// <exception cref="ApiStatusException">An operator is unknown (400).</exception>
    public static LabelSelector Of(MetaV1.LabelSelector? selector)
    {
        if (selector is null) return Nothing;
        if (selector.MatchLabels.Count + selector.MatchExpressions.Count == 0) return Everything;
        return new LabelSelector(
        [
            .. selector.MatchLabels.Select(label => new LabelRequirement(label.Key, SelectorOperator.In, [label.Value])),
            .. selector.MatchExpressions.Select(expression => new LabelRequirement(expression.Key, OperatorOf(expression.Operator), expression.Values)),
        ]);
    }

    /// <summary>The selector of a spec as JSON; an absent one matches nothing, an empty one everything.</summary>
    /// <exception cref="ApiStatusException">An operator is unknown (400).</exception>
    public static LabelSelector Of(JsonObject? selector)
    {
        if (selector is null) return Nothing;
        var list = new List<LabelRequirement>();
        if (selector["matchLabels"] is JsonObject labels)
        {
            foreach (var (key, value) in labels) list.Add(new LabelRequirement(key, SelectorOperator.In, [value?.GetValue<string>() ?? ""]));
        }
        if (selector["matchExpressions"] is JsonArray expressions)
        {
            foreach (var expression in expressions.OfType<JsonObject>())
            {
                var values = expression["values"] is JsonArray array ? array.Select(value => value?.GetValue<string>() ?? "").ToArray() : [];
                list.Add(new LabelRequirement(expression["key"]?.GetValue<string>() ?? "", OperatorOf(expression["operator"]?.GetValue<string>() ?? ""), values));
            }
        }
        return list.Count == 0 ? Everything : new LabelSelector([.. list]);
    }

    /// <summary>A selector of the requirements given.</summary>
    public static LabelSelector Of(IEnumerable<LabelRequirement> requirements)
    {
        var list = requirements.ToArray();
        return list.Length == 0 ? Everything : new LabelSelector(list);
    }

    /// <summary>True where the labels meet every condition.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(labels)) return false;
        }
        return !MatchesNothing;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', requirements.Select(requirement => requirement.ToString()));

    private static SelectorOperator OperatorOf(string name) => name switch
    {
        "In" => SelectorOperator.In,
        "NotIn" => SelectorOperator.NotIn,
        "Exists" => SelectorOperator.Exists,
        "DoesNotExist" => SelectorOperator.DoesNotExist,
        "Gt" => SelectorOperator.GreaterThan,
        "Lt" => SelectorOperator.LessThan,
        _ => throw ApiErrors.BadRequest($"\"{name}\" is not a valid label selector operator"),
    };
}
