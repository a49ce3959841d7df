using System.Globalization;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>Strings whose format gives them a type of its own.</summary>
internal static class FormattedText
{
    private static readonly (string[] Names, long Nanoseconds)[] Units =
    [
        (["ns", "nano", "nanosec", "nanosecond", "nanoseconds"], 1),
        (["us", "µs", "micro", "microsec", "microsecond", "microseconds"], 1_000),
        (["ms", "milli", "millisec", "millisecond", "milliseconds"], 1_000_000),
        (["s", "sec", "second", "seconds"], 1_000_000_000),
        (["m", "min", "minute", "minutes"], 60_000_000_000),
        (["h", "hr", "hour", "hours"], 3_600_000_000_000),
        (["d", "day", "days"], 24 * 3_600_000_000_000),
        (["w", "wk", "week", "weeks"], 7 * 24 * 3_600_000_000_000),
    ];

    /// <summary>A duration as Go writes it, or in words such as <c>2 days</c>.</summary>
    internal static CelValue Duration(string text)
    {
        if (DurationText.TryParse(text, out var nanoseconds) || TryParseWords(text, out nanoseconds)) return CelValue.Duration(nanoseconds);
        return CelValue.Error($"Invalid duration {text}: unable to parse {text} as duration");
    }

    /// <summary>The start of a day in UTC.</summary>
    internal static CelValue Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? CelValue.Of(new CelTimestamp((date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L, 0))
            : CelValue.Error($"Invalid date formatted string {text}: parsing time \"{text}\" as \"2006-01-02\": cannot parse \"{text}\" as \"2006\"");

    /// <summary>A point in time by RFC 3339; the letters may be small.</summary>
    internal static CelValue Time(string text) => TimestampText.TryParse(text.ToUpperInvariant(), out var time)
        ? CelValue.Of(time)
        : CelValue.Error($"Invalid date-time formatted string {text}: parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\"");

    /// <summary>Octets in base 64.</summary>
    internal static CelValue Bytes(string text)
    {
        var content = new byte[text.Length];
        return Convert.TryFromBase64String(text, content, out var length)
            ? CelValue.Of(new CelBytes(content.AsMemory(0, length)))
            : CelValue.Error($"Invalid byte formatted string {text}: illegal base64 data");
    }

    private static bool TryParseWords(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var found = false;
        var rest = text.AsSpan();
        while (true)
        {
            var start = rest.IndexOfAnyInRange('0', '9');
            if (start < 0) return found;
            rest = rest[start..];
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length < 0 || !long.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
            rest = rest[length..].TrimStart();
            var end = 0;
            while (end < rest.Length && (char.IsAsciiLetter(rest[end]) || rest[end] == 'µ')) end++;
            var unit = UnitOf(rest[..end].ToString());
            if (unit == 0) continue;
            found = true;
            var sum = nanoseconds + ((Int128)count * unit);
            if (sum > long.MaxValue) return false;
            nanoseconds = (long)sum;
        }
    }

    private static long UnitOf(string name) => Units.FirstOrDefault(unit => unit.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Nanoseconds;
}
