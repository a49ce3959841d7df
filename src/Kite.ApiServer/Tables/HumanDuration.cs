namespace Kite.ApiServer.Tables;

/// <summary>Durations as kubectl prints ages: the two largest units where the first is small, else one.</summary>
/// <remarks><see href="https://pkg.go.dev/k8s.io/apimachinery/pkg/util/duration#HumanDuration"/></remarks>
internal static class HumanDuration
{
    /// <summary>Formats a duration, such as <c>45s</c>, <c>3m20s</c>, <c>5h</c> or <c>2y30d</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return Two(hours, "h", minutes % 60, "m");
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (hours < 192) return Two(days, "d", hours % 24, "h");
        if (days < 365 * 2) return $"{days}d";
        return days < 365 * 8 ? Two(days / 365, "y", days % 365, "d") : $"{days / 365}y";
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) => small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
