using System.Globalization;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Time zones by their names, and by their distance from UTC as in <c>-08:00</c>.</summary>
internal static class TimeZones
{
    public static DateTime Utc(CelTimestamp time) => DateTime.UnixEpoch.AddTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100));

    /// <summary>The time on the clocks of the zone; false where there is no such zone.</summary>
    public static bool TryConvert(CelTimestamp time, string zone, out DateTime local)
    {
        var utc = Utc(time);
        local = utc;
        TimeSpan offset;
        if (zone.Contains(':', StringComparison.Ordinal))
        {
            if (!TryOffset(zone, out offset)) return false;
        }
        else
        {
            if (zone.Length == 0 || zone == "UTC") return true;
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info)) return false;
            offset = info.GetUtcOffset(utc);
        }
        var ticks = Math.Clamp(utc.Ticks + offset.Ticks, 0, DateTime.MaxValue.Ticks);
        local = new DateTime(ticks, DateTimeKind.Unspecified);
        return true;
    }

    /// <summary>Why there is no such zone, in Go's words.</summary>
    public static string Error(string zone)
    {
        var separator = zone.IndexOf(':', StringComparison.Ordinal);
        if (separator < 0) return $"unknown time zone {zone}";
        var hours = zone[..separator];
        var part = int.TryParse(hours, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? zone[(separator + 1)..] : hours;
        return $"strconv.Atoi: parsing \"{part}\": invalid syntax";
    }

    private static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = default;
        var separator = text.IndexOf(':', StringComparison.Ordinal);
        var style = NumberStyles.AllowLeadingSign;
        if (!int.TryParse(text.AsSpan(0, separator), style, CultureInfo.InvariantCulture, out var hours) || hours is < -24 or > 24) return false;
        if (!int.TryParse(text.AsSpan(separator + 1), style, CultureInfo.InvariantCulture, out var minutes) || minutes is < 0 or > 60) return false;
        offset = TimeSpan.FromMinutes((hours * 60) + (text.StartsWith('-') ? -minutes : minutes));
        return true;
    }
}
