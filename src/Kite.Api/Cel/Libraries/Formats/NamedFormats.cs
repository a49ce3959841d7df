using Kite.Api.Cel.Libraries.Urls;
using Kite.Api.Validation;
using Rules = Kite.Api.Validation.Formats;

namespace Kite.Api.Cel.Libraries.Formats;

/// <summary>The formats that expressions can name, with the words in which the API refuses what doesn't have them.</summary>
internal static class NamedFormats
{
    /// <summary>How many characters upstream's pattern for a URL has.</summary>
    private const int UrlPattern = 1017;

    /// <summary>The formats by name.</summary>
    internal static IReadOnlyDictionary<string, CelFormat> All { get; } = new Dictionary<string, CelFormat>(StringComparer.Ordinal)
    {
        ["dns1123Label"] = new("DNS1123Label", 30, text => Label(text, false)),
        ["dns1123Subdomain"] = new("DNS1123Subdomain", 60, text => Subdomain(text, false)),
        ["dns1035Label"] = new("DNS1035Label", 30, text => ServiceLabel(text, false)),
        ["qualifiedName"] = new("QualifiedName", 60, text => One(Rules.QualifiedName(text))),
        ["dns1123LabelPrefix"] = new("DNS1123LabelPrefix", 30, text => Label(text, true)),
        ["dns1123SubdomainPrefix"] = new("DNS1123SubdomainPrefix", 60, text => Subdomain(text, true)),
        ["dns1035LabelPrefix"] = new("DNS1035LabelPrefix", 30, text => ServiceLabel(text, true)),
        ["labelValue"] = new("LabelValue", 40, text => Bounded(text, 63, Rules.LabelValue(text))),
        ["uri"] = new("URI", UrlPattern, Uri),
        ["uuid"] = new("uuid", 73, text => One(IsUuid(text) ? null : "does not match the UUID format")),
        ["byte"] = new("byte", 91, text => One(IsBase64(text) ? null : "invalid base64")),
        ["date"] = new("date", 76, text => One(IsDate(text) ? null : "invalid date")),
        ["datetime"] = new("datetime", 76, text => One(IsDateTime(text) ? null : "invalid datetime")),
    };

    private static IReadOnlyList<string> One(string? problem) => problem is null ? [] : [problem];

    private static IReadOnlyList<string> Label(string text, bool isPrefix) => Bounded(text, 63, NameRules.Label(text, isPrefix));

    private static IReadOnlyList<string> ServiceLabel(string text, bool isPrefix) => Bounded(text, 63, NameRules.ServiceLabel(text, isPrefix));

    private static IReadOnlyList<string> Subdomain(string text, bool isPrefix) => Bounded(text, 253, NameRules.Subdomain(text, isPrefix));

    /// <summary>A text that is too long and malformed is told both.</summary>
    private static IReadOnlyList<string> Bounded(string text, int most, string? problem)
    {
        if (problem is null) return [];
        var tooLong = Rules.MaxLength(most);
        return text.Length <= most || problem == tooLong ? [problem] : [tooLong, problem];
    }

    private static IReadOnlyList<string> Uri(string text) => GoUrl.ParseRequest(text, out var error) is null ? [error] : [];

    private static bool IsUuid(string text)
    {
        var position = 0;
        foreach (var length in (ReadOnlySpan<int>)[8, 4, 4, 4, 12])
        {
            if (position > 0 && position < text.Length && text[position] == '-') position++;
            for (var end = position + length; position < end; position++)
            {
                if (position >= text.Length || !char.IsAsciiHexDigit(text[position])) return false;
            }
        }
        return position == text.Length;
    }

    private static bool IsBase64(string text)
    {
        if (text.Length == 0 || text.Length % 4 != 0) return false;
        var body = text.AsSpan().TrimEnd('=');
        if (text.Length - body.Length > 2) return false;
        foreach (var character in body)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '/')) return false;
        }
        return true;
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _);

    private static bool IsDateTime(string text)
    {
        var parts = text.ToLowerInvariant().Split('t');
        return parts.Length > 1 && IsDate(parts[0]) && IsTime(parts[1]);
    }

    /// <summary>Hours, minutes and seconds, a fraction, and <c>z</c> or an offset.</summary>
    private static bool IsTime(string text)
    {
        if (text.Length < 9 || !IsClock(text.AsSpan(0, 8))) return false;
        var rest = text.AsSpan(8);
        if (rest.Length > 2 && !char.IsAsciiDigit(rest[0]) && char.IsAsciiDigit(rest[1]) && rest[0] is not ('+' or '-'))
        {
            rest = rest[1..];
            rest = rest.TrimStart("0123456789");
        }
        return rest is "z" || (rest.Length == 6 && rest[0] is '+' or '-' && rest[3] == ':' && IsDigits(rest.Slice(1, 2)) && IsDigits(rest.Slice(4, 2)));
    }

    private static bool IsClock(ReadOnlySpan<char> text) =>
        text[2] == ':' && text[5] == ':' && IsDigits(text[..2]) && IsDigits(text.Slice(3, 2)) && IsDigits(text.Slice(6, 2)) &&
        text[..2].SequenceCompareTo("23") <= 0 && text[3] <= '5' && text[6] <= '5';

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
