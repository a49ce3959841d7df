using System.Globalization;

namespace Kite.Api.Meta;

/// <summary>Instants as the API writes them.</summary>
public static class Timestamps
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>RFC 3339 in UTC with whole seconds, as <c>Time</c> has it: <c>2026-01-02T03:04:05Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>RFC 3339 in UTC with six decimals, as <c>MicroTime</c> has it: <c>2026-01-02T03:04:05.678901Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>Reads RFC 3339 with an offset and up to nine decimals (cut to seven); false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        // "K" also takes a missing offset, which RFC 3339 doesn't.
        if (text.Length < 20 || (text[^1] != 'Z' && (text[^3] != ':' || text[^6] is not ('+' or '-')))) return false;
        var dot = text.IndexOf('.');
        if (dot > 0 && text[(dot + 1)..].IndexOfAnyExceptInRange('0', '9') is var decimals and not (>= 1 and <= 7))
        {
            if (decimals is not (8 or 9)) return false;
            text = string.Concat(text[..(dot + 8)], text[(dot + 1 + decimals)..]);
        }
        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
