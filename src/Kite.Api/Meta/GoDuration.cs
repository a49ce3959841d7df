using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kite.Api.Meta;

/// <summary>Durations in Go's notation, such as <c>1h30m</c>, <c>1.5s</c> or <c>300ms</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Name, long Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ];

    /// <summary>Reads a duration, cut to ticks of 100 ns; false where the text is none or exceeds what Go holds (292 years).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '-' or '+') text = text[1..];
        if (text is "0") return true;
        if (text.Length == 0) return false;
        decimal total = 0;
        while (text.Length > 0)
        {
            var end = text.IndexOfAnyExcept(NumberCharacters);
            if (end <= 0 || !decimal.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            text = text[end..];
            var length = text.IndexOfAny(NumberCharacters);
            var unit = UnitOf(length < 0 ? text : text[..length]);
            if (unit == 0 || number > long.MaxValue / unit) return false;
            total += number * unit;
            text = length < 0 ? [] : text[length..];
        }
        if (total > long.MaxValue) return false;
        var ticks = (long)(total / TimeSpan.NanosecondsPerTick);
        duration = new TimeSpan(negative ? -ticks : ticks);
        return true;
    }

    /// <summary>The duration as Go prints it: <c>1h0m0s</c>, <c>1.5s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var nanoseconds = (Int128)duration.Ticks * TimeSpan.NanosecondsPerTick;
        var sign = nanoseconds < 0 ? "-" : "";
        var rest = (decimal)Int128.Abs(nanoseconds);
        if (rest < 1_000) return $"{sign}{Number(rest)}ns";
        if (rest < 1_000_000) return $"{sign}{Number(rest / 1_000)}µs";
        if (rest < 1_000_000_000) return $"{sign}{Number(rest / 1_000_000)}ms";
        var builder = new StringBuilder(sign);
        var hours = decimal.Floor(rest / 3_600_000_000_000);
        var minutes = decimal.Floor(rest / 60_000_000_000) % 60;
        if (hours > 0) builder.Append(Number(hours)).Append('h');
        if (hours > 0 || minutes > 0) builder.Append(Number(minutes)).Append('m');
        return builder.Append(Number(rest % 60_000_000_000 / 1_000_000_000)).Append('s').ToString();
    }

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static long UnitOf(ReadOnlySpan<char> name)
    {
        foreach (var unit in Units)
        {
            if (name.SequenceEqual(unit.Name)) return unit.Nanoseconds;
        }
        return 0;
    }
}
