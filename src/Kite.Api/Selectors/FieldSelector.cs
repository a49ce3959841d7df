using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kite.Api.Errors;

namespace Kite.Api.Selectors;

/// <summary>A condition on an object's selectable fields; immutable. An absent field counts as the empty string.</summary>
public sealed class FieldSelector
{
    private readonly FieldRequirement[] requirements;

    private FieldSelector(FieldRequirement[] requirements) => this.requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The conditions, all of which must hold.</summary>
    public IReadOnlyList<FieldRequirement> Requirements => requirements;

    /// <summary>True where every object matches.</summary>
    public bool MatchesEverything => requirements.Length == 0;

    /// <summary>Reads the form of query strings, such as <c>spec.nodeName=n1,status.phase!=Running</c>; empty matches everything.</summary>
    /// <param name="text">The selector; a backslash escapes <c>,</c>, <c>=</c> and itself.</param>
    /// <param name="supported">The fields that may be named, or null for any.</param>
    /// <exception cref="ApiStatusException">The text is no selector, or names another field (400).</exception>
    public static FieldSelector Parse(string? text, IReadOnlySet<string>? supported = null)
    {
        if (string.IsNullOrEmpty(text)) return Everything;
        var list = new List<FieldRequirement>();
        foreach (var term in SplitTerms(text))
        {
            if (term.Length == 0) continue;
            var requirement = ReadTerm(term) ?? throw ApiErrors.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            if (supported is not null && !supported.Contains(requirement.Field))
                throw ApiErrors.BadRequest(Unsupported(requirement.Field, supported));
            list.Add(requirement);
        }
        return list.Count == 0 ? Everything : new FieldSelector([.. list]);
    }

    /// <summary>True where the fields meet every condition.</summary>
    /// <param name="lookup">The value of a field, or null where the object hasn't it.</param>
    public bool Matches(Func<string, string?> lookup)
    {
        foreach (var requirement in requirements)
        {
            if (string.Equals(lookup(requirement.Field) ?? "", requirement.Value, StringComparison.Ordinal) == requirement.IsNegated) return false;
        }
        return true;
    }

    /// <summary>True where the fields meet every condition.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var requirement in requirements)
        {
            var value = fields.TryGetValue(requirement.Field, out var found) ? found : "";
            if (string.Equals(value, requirement.Value, StringComparison.Ordinal) == requirement.IsNegated) return false;
        }
        return true;
    }

    /// <summary>The one value that a field must have for an object to match, where there is one.</summary>
    public bool RequiresExactMatch(string field, [NotNullWhen(true)] out string? value)
    {
        value = Array.Find(requirements, requirement => !requirement.IsNegated && requirement.Field == field)?.Value;
        return value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(',', requirements.Select(requirement => $"{requirement.Field}{(requirement.IsNegated ? "!=" : "=")}{Escape(requirement.Value)}"));

    /// <summary>Kinds that can be selected by their metadata alone say so.</summary>
    private static string Unsupported(string field, IReadOnlySet<string> supported) => supported.Any(known => !known.StartsWith("metadata.", StringComparison.Ordinal))
        ? $"field label not supported: {field}"
        : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace(",", "\\,").Replace("=", "\\=");

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static FieldRequirement? ReadTerm(string term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            if (term[i] == '\\')
            {
                i++;
                continue;
            }
            var rest = term.AsSpan(i);
            var length = rest.StartsWith("!=") || rest.StartsWith("==") ? 2 : term[i] == '=' ? 1 : 0;
            if (length == 0) continue;
            return Unescape(term[(i + length)..]) is { } value ? new FieldRequirement(term[..i], value, term[i] == '!') : null;
        }
        return null;
    }

    /// <summary>The value without backslashes; null for an escape that isn't one, or a bare <c>=</c> or <c>,</c>.</summary>
    private static string? Unescape(string value)
    {
        if (value.AsSpan().IndexOfAny('\\', ',', '=') < 0) return value;
        var builder = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=') return null;
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('\\' or ',' or '='))) return null;
            builder.Append(value[i]);
        }
        return builder.ToString();
    }
}
