using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kite.Api.Cel.Values;

/// <summary>Timestamps as RFC 3339 writes them.</summary>
internal static class TimestampText
{
    private const int SecondsLength = 19;

    /// <summary>The point in time; false where the text is none. Years before 1 and after 9999, which offsets may give, are not refused here.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CelTimestamp? time)
    {
        time = null;
        if (text.Length <= SecondsLength || text[10] != 'T') return false;
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text.AsSpan(0, SecondsLength), "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, styles, out var seconds)) return false;
        var rest = text.AsSpan(SecondsLength);
        var nanoseconds = 0;
        if (rest[0] is '.' or ',')
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (end <= 0) return false;
            for (var i = 1; i <= 9; i++) nanoseconds = (nanoseconds * 10) + (i <= end ? rest[i] - '0' : 0);
            rest = rest[(end + 1)..];
        }
        if (!TryOffset(rest, out var offset)) return false;
        time = new CelTimestamp(((seconds.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - offset, nanoseconds);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23) return false;
        if (!int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59) return false;
        seconds = ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
        return true;
    }
}
