using Kite.Api.Cel.Libraries.Urls;
using Kite.Api.CustomResources.Values;
using Kite.Api.Validation;
using Rules = Kite.Api.Validation.Formats;

namespace Kite.Api.Cel.Libraries.Formats;

/// <summary>The formats that expressions can name, with the words in which the API refuses what doesn't have them.</summary>
internal static class NamedFormats
{
    /// <summary>How many characters upstream's pattern for a URL has.</summary>
    private const int UrlPattern = 1120;

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
        ["uuid"] = new("uuid", 70, text => Known("uuid", text, "does not match the UUID format")),
        ["byte"] = new("byte", 84, text => Known("byte", text, "invalid base64")),
        ["date"] = new("date", 71, text => Known("date", text, "invalid date")),
        ["datetime"] = new("datetime", 71, text => Known("datetime", text, "invalid datetime")),
    };

    private static IReadOnlyList<string> One(string? problem) => problem is null ? [] : [problem];

    /// <summary>A format that schemas know too.</summary>
    private static IReadOnlyList<string> Known(string format, string text, string problem) => StringFormats.Matches(format, text) ? [] : [problem];

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
}
