using System.Globalization;

namespace Kite.Api.Cel.Values;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>-1.5s</c>, <c>100ms</c>.</summary>
internal static class DurationText
{
    /// <summary>The nanoseconds; false where the text is no duration or doesn't fit.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var negative = rest.StartsWith('-');
        if (negative || rest.StartsWith('+')) rest = rest[1..];
        if (rest is "0") return true;
        if (rest.IsEmpty) return false;
        ulong total = 0;
        while (!rest.IsEmpty)
        {
            if (!TryPart(ref rest, out var part)) return false;
            total += part;
            if (total > 1UL << 63) return false;
        }
        if (!negative && total > long.MaxValue) return false;
        nanoseconds = negative ? (long)(0 - total) : (long)total;
        return true;
    }

    private static bool TryPart(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        nanoseconds = 0;
        var whole = Digits(rest);
        var number = rest[..whole];
        rest = rest[whole..];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest.StartsWith('.'))
        {
            var length = Digits(rest[1..]);
            fraction = rest.Slice(1, length);
            rest = rest[(length + 1)..];
        }
        if (number.IsEmpty && fraction.IsEmpty) return false;
        var unitLength = rest.IndexOfAnyInRange('0', '9');
        var point = rest.IndexOf('.');
        if (unitLength < 0 || (point >= 0 && point < unitLength)) unitLength = point;
        var unitText = unitLength < 0 ? rest : rest[..unitLength];
        rest = rest[unitText.Length..];
        var unit = Unit(unitText);
        ulong value = 0;
        if (unit == 0 || (!number.IsEmpty && !ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value))) return false;
        if (value > (1UL << 63) / unit) return false;
        nanoseconds = value * unit;
        if (fraction.IsEmpty) return true;
        var kept = fraction.Length > 18 ? fraction[..18] : fraction;
        nanoseconds += (ulong)(long.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture) * (unit / Math.Pow(10, kept.Length)));
        return nanoseconds <= 1UL << 63;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static ulong Unit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => 0,
    };
}
