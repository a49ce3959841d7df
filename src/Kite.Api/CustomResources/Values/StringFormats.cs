using System.Globalization;
using System.Net.Mail;
using Kite.Api.Meta;
using Kite.Api.RegularExpressions;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>The formats of strings that upstream checks; others, such as <c>int32</c>, say nothing.</summary>
internal static class StringFormats
{
    private const string HostLetter = @"a-zA-Z0-9\p{S}\p{L}";

    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["bsonobjectid"] = text => text.Length == 24 && text.All(char.IsAsciiHexDigit),
        ["byte"] = text => text.Length > 0 && NetworkFormats.IsBase64(text),
        ["cidr"] = NetworkFormats.IsCidr,
        ["creditcard"] = NumberFormats.IsCreditCard,
        ["date"] = IsDate,
        ["datetime"] = IsDateTime,
        ["duration"] = IsDuration,
        ["email"] = text => MailAddress.TryCreate(text, out _),
        ["hexcolor"] = Like("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\\z"),
        ["hostname"] = IsHostname,
        ["ipv4"] = text => text.Contains('.') && NetworkFormats.IsAddress(text),
        ["ipv6"] = text => text.Contains(':') && NetworkFormats.IsAddress(text),
        ["isbn"] = text => NumberFormats.IsIsbn10(text) || NumberFormats.IsIsbn13(text),
        ["isbn10"] = NumberFormats.IsIsbn10,
        ["isbn13"] = NumberFormats.IsIsbn13,
        ["k8slongname"] = text => Formats.Subdomain(text) is null,
        ["k8sshortname"] = text => Formats.Label(text) is null,
        ["mac"] = NetworkFormats.IsMac,
        ["password"] = _ => true,
        ["rgbcolor"] = Like("^rgb\\(\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*,\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*,\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*\\)\\z"),
        ["ssn"] = Like("^[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}\\z"),
        ["uri"] = NetworkFormats.IsRequestUri,
        ["uuid"] = Like("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\z"),
        ["uuid3"] = Like("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?3[0-9a-fA-F]{3}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\z"),
        ["uuid4"] = Like("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?4[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}\\z"),
        ["uuid5"] = Like("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?5[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}\\z"),
    };

    private static readonly Func<string, bool> HostPattern =
        Like($"^([{HostLetter}]((-?[{HostLetter}]{{0,62}})?)|([{HostLetter}](([-{HostLetter}]{{0,61}}[{HostLetter}])?)(\\.)){{1,}}([{HostLetter}])(-?[{HostLetter}]){{1,62}})\\z");

    private static readonly Func<string, bool> TimePattern = Like(@"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})\z");

    private static readonly Lazy<RegularExpression> DurationParts = new(() => RegularExpression.Compile(@"[0-9]+\s*[A-Za-zµ]+"));

    private static readonly HashSet<string> DurationUnits = new(StringComparer.Ordinal)
    {
        "nanosecond", "ns", "nanosec", "nano", "microsecond", "us", "microsec", "micro", "µs", "millisecond", "ms", "millisec", "milli",
        "second", "s", "sec", "minute", "m", "min", "hour", "h", "hr", "day", "d", "week", "w", "wk",
    };

    /// <summary>The format's plain name; empty for one that isn't checked.</summary>
    internal static string Known(string format)
    {
        if (format.Length == 0) return "";
        var plain = format.Contains('-') ? format.Replace("-", "", StringComparison.Ordinal) : format;
        return Checks.ContainsKey(plain) ? plain : "";
    }

    /// <summary>True for a format that means something, be it only to clients.</summary>
    internal static bool IsRecognized(string format) => format is "int32" or "int64" or "float" or "double" || Known(format).Length > 0;

    /// <summary>True where a string has a known format.</summary>
    internal static bool Matches(string plainName, string value) => Checks[plainName](value);

    private static Func<string, bool> Like(string pattern)
    {
        var compiled = new Lazy<RegularExpression>(() => RegularExpression.Compile(pattern));
        return text => compiled.Value.IsMatch(text);
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsDateTime(string text)
    {
        var parts = text.ToLowerInvariant().Split('t');
        return parts.Length >= 2 && IsDate(parts[0]) && TimePattern(parts[1]);
    }

    private static bool IsDuration(string text)
    {
        if (GoDuration.TryParse(text, out _)) return true;
        var parts = DurationParts.Value.FindAll(text, -1);
        return parts.Count > 0 && parts.All(part => IsUnit(part.TrimStart("0123456789 \t\n\f\r".ToCharArray())));
    }

    private static bool IsUnit(string unit) => DurationUnits.Contains(unit) || (unit.Length > 1 && unit[^1] == 's' && DurationUnits.Contains(unit[..^1]));

    private static bool IsHostname(string text) => text.Length <= 255 && HostPattern(text) && text.Split('.').All(label => label.Length <= 63);
}
