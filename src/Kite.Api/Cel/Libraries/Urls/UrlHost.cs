namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>Reads host and port of a URL.</summary>
internal static class UrlHost
{
    /// <summary>The host without its escapes; null with the error where it is none.</summary>
    internal static string? Parse(string host, out string error)
    {
        error = "";
        if (host.StartsWith('['))
        {
            var end = host.LastIndexOf(']');
            if (end < 0)
            {
                error = "missing ']' in host";
                return null;
            }
            if (!IsPort(host[(end + 1)..])) return InvalidPort(host[(end + 1)..], out error);
            var zone = host[..end].IndexOf("%25", StringComparison.Ordinal);
            if (zone >= 0) return ParseZone(host, zone, end, out error);
        }
        else if (host.LastIndexOf(':') is >= 0 and var colon && !IsPort(host[colon..]))
        {
            return InvalidPort(host[colon..], out error);
        }
        return UrlEscapes.Unescape(host, UrlPart.Host, out error);
    }

    /// <summary>True where the text is empty or a colon and digits.</summary>
    internal static bool IsPort(string text) => text.Length == 0 || (text[0] == ':' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9'));

    private static string? InvalidPort(string port, out string error)
    {
        error = $"invalid port {GoString.Quote(port)} after host";
        return null;
    }

    private static string? ParseZone(string host, int zone, int end, out string error)
    {
        if (UrlEscapes.Unescape(host[..zone], UrlPart.Host, out error) is not { } address) return null;
        if (UrlEscapes.Unescape(host[zone..end], UrlPart.Zone, out error) is not { } name) return null;
        return UrlEscapes.Unescape(host[end..], UrlPart.Host, out error) is { } rest ? address + name + rest : null;
    }
}
