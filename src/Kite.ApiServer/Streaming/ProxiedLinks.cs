namespace Kite.ApiServer.Streaming;

/// <summary>Turns links of a proxied server into such that lead through the proxy again.</summary>
/// <param name="target">Where the page or answer comes from.</param>
/// <param name="prefix">The path of the proxy, such as <c>/api/v1/namespaces/default/services/web/proxy</c>.</param>
/// <param name="clientHost">What the client calls this server, by its <c>Host</c> header.</param>
internal sealed class ProxiedLinks(Uri target, string prefix, string clientHost)
{
    private readonly string address = $"{target.Host}:{target.Port}";

    /// <summary>The link through the proxy. Links to other servers, and such as are relative, stay as they are.</summary>
    public string Through(string link)
    {
        var path = PathStart(link, out var host);
        if (path < 0 || !(host.IsEmpty || IsTarget(host) || host.SequenceEqual(clientHost))) return link;
        // What names this server by the client's own name for it may go on doing so.
        var origin = !host.IsEmpty && host.SequenceEqual(clientHost) ? link.AsSpan(0, path) : "";
        var rest = link.AsSpan(path);
        return rest.StartsWith(prefix, StringComparison.Ordinal) ? string.Concat(origin, rest) : string.Concat(origin, prefix, rest);
    }

    private bool IsTarget(ReadOnlySpan<char> host) => host.SequenceEqual(address) || host.SequenceEqual(target.Authority);

    /// <summary>Where the link's absolute path begins; -1 where it has none.</summary>
    private static int PathStart(string link, out ReadOnlySpan<char> host)
    {
        host = "";
        var start = 0;
        if (!link.StartsWith('/') || link.StartsWith("//", StringComparison.Ordinal))
        {
            var authority = link.IndexOf("//", StringComparison.Ordinal);
            // Slashes of a scheme, not of a path or a query.
            if (authority < 0 || (authority > 0 && (link[authority - 1] != ':' || link.AsSpan(0, authority - 1).IndexOfAny("/?#:") >= 0))) return -1;
            start = link.AsSpan(authority + 2).IndexOfAny("/?#") is var end and >= 0 ? authority + 2 + end : link.Length;
            host = link.AsSpan(authority + 2, start - authority - 2);
        }
        return start < link.Length && link[start] == '/' ? start : -1;
    }
}
