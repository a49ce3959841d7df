namespace Kite.Api.Meta;

/// <summary>Instants as the API writes them.</summary>
public static class Timestamps
{
    /// <summary>RFC 3339 in UTC with whole seconds, as <c>Time</c> has it: <c>2026-01-02T03:04:05Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>RFC 3339 in UTC with six decimals, as <c>MicroTime</c> has it: <c>2026-01-02T03:04:05.678901Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
