using System.Text;

namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>A URL as Go's <c>net/url</c> takes it apart.</summary>
internal sealed class GoUrl
{
    private string? user;
    private string opaque = "";
    private string path = "";
    private string rawPath = "";
    private string rawQuery = "";
    private string? fragment;
    private bool hasEmptyQuery;
    private string host = "";

    private GoUrl()
    {
    }

    /// <summary>The scheme in lower case; empty for a path.</summary>
    internal string Scheme { get; private set; } = "";

    /// <summary>Host and port.</summary>
    internal string Host => Text(host);

    /// <summary>The host without port and brackets.</summary>
    internal string Hostname => Text(SplitHost().Host);

    /// <summary>The port; empty where there is none.</summary>
    internal string Port => SplitHost().Port;

    /// <summary>The path with its escapes.</summary>
    internal string EscapedPath
    {
        get
        {
            if (rawPath.Length > 0 && UrlEscapes.IsEscapedPath(rawPath)) return Text(rawPath);
            return path == "*" ? "*" : UrlEscapes.Escape(path, UrlPart.Path);
        }
    }

    /// <summary>
    /// Reads an absolute URL or an absolute path, as the format <c>uri</c> asks for it; null with the error where the text is none.
    /// </summary>
    internal static GoUrl? ParseRequest(string text, out string error)
    {
        var octets = Octets(text);
        if (Parse(octets, isRequest: true, out error) is null)
        {
            error = Problem(text, error);
            return null;
        }
        var sharp = octets.IndexOf('#');
        var beforeSharp = sharp < 0 ? octets : octets[..sharp];
        var url = Parse(beforeSharp, isRequest: false, out error);
        if (url is null)
        {
            error = Problem(Text(beforeSharp), error);
            return null;
        }
        if (sharp < 0 || sharp == octets.Length - 1) return url;
        url.fragment = UrlEscapes.Unescape(octets[(sharp + 1)..], UrlPart.Fragment, out error);
        if (url.fragment is not null) return url;
        error = Problem(text, error);
        return null;
    }

    /// <summary>What the query says of each key, in the order of first mention. What is malformed is left out.</summary>
    internal IReadOnlyList<KeyValuePair<string, List<string>>> Query()
    {
        var found = new List<KeyValuePair<string, List<string>>>();
        foreach (var setting in rawQuery.Split('&'))
        {
            if (setting.Length == 0 || setting.Contains(';')) continue;
            var equals = setting.IndexOf('=');
            var key = UrlEscapes.Unescape(equals < 0 ? setting : setting[..equals], UrlPart.Query, out _);
            var value = UrlEscapes.Unescape(equals < 0 ? "" : setting[(equals + 1)..], UrlPart.Query, out _);
            if (key is null || value is null) continue;
            var values = found.Find(entry => entry.Key == Text(key)).Value;
            if (values is null) found.Add(new KeyValuePair<string, List<string>>(Text(key), values = []));
            values.Add(Text(value));
        }
        return found;
    }

    /// <summary>The whole URL in its normal form.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder();
        if (Scheme.Length > 0) builder.Append(Scheme).Append(':');
        if (opaque.Length > 0)
        {
            builder.Append(Text(opaque));
        }
        else
        {
            if (host.Length > 0 || user is not null || (Scheme.Length > 0 && path.Length > 0)) builder.Append("//");
            if (user is not null) builder.Append(user).Append('@');
            builder.Append(UrlEscapes.Escape(host, UrlPart.Host)).Append(EscapedPath);
        }
        if (hasEmptyQuery || rawQuery.Length > 0) builder.Append('?').Append(Text(rawQuery));
        if (fragment is not null) builder.Append('#').Append(UrlEscapes.Escape(fragment, UrlPart.Fragment));
        return builder.ToString();
    }

    private static string Problem(string text, string error) => $"parse {GoString.Quote(text)}: {error}";

    private static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Text(string octets) => Ascii.IsValid(octets) ? octets : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets));

    private static GoUrl? Parse(string text, bool isRequest, out string error)
    {
        error = "";
        foreach (var octet in text)
        {
            if (octet is < ' ' or '\x7F') return Fail("net/url: invalid control character in URL", out error);
        }
        if (text.Length == 0 && isRequest) return Fail("empty url", out error);
        var url = new GoUrl();
        if (text == "*")
        {
            url.path = "*";
            return url;
        }
        if (!url.TryReadScheme(text, out var rest)) return Fail("missing protocol scheme", out error);
        rest = url.ReadQuery(rest);
        if (!rest.StartsWith('/'))
        {
            if (url.Scheme.Length > 0)
            {
                url.opaque = rest;
                return url;
            }
            if (isRequest) return Fail("invalid URI for request", out error);
            if (rest.Split('/')[0].Contains(':')) return Fail("first path segment in URL cannot contain colon", out error);
        }
        return url.ReadHierarchy(rest, isRequest, out error) ? url : null;
    }

    private static GoUrl? Fail(string problem, out string error)
    {
        error = problem;
        return null;
    }

    private bool TryReadScheme(string text, out string rest)
    {
        rest = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetter(text[i])) continue;
            if (text[i] == ':')
            {
                if (i == 0) return false;
                Scheme = text[..i].ToLowerInvariant();
                rest = text[(i + 1)..];
                return true;
            }
            if (i == 0 || !(char.IsAsciiDigit(text[i]) || text[i] is '+' or '-' or '.')) return true;
        }
        return true;
    }

    private string ReadQuery(string rest)
    {
        var question = rest.IndexOf('?');
        if (question < 0) return rest;
        hasEmptyQuery = question == rest.Length - 1;
        rawQuery = rest[(question + 1)..];
        return rest[..question];
    }

    private bool ReadHierarchy(string rest, bool isRequest, out string error)
    {
        error = "";
        if (rest.StartsWith("//", StringComparison.Ordinal) && (Scheme.Length > 0 || (!isRequest && !rest.StartsWith("///", StringComparison.Ordinal))))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            if (!ReadAuthority(authority, out error)) return false;
        }
        if (UrlEscapes.Unescape(rest, UrlPart.Path, out error) is not { } unescaped) return false;
        path = unescaped;
        if (UrlEscapes.Escape(path, UrlPart.Path) != rest) rawPath = rest;
        return true;
    }

    private bool ReadAuthority(string authority, out string error)
    {
        var at = authority.LastIndexOf('@');
        if (UrlHost.Parse(authority[(at + 1)..], out error) is not { } parsed) return false;
        host = parsed;
        if (at < 0) return true;
        var info = authority[..at];
        foreach (var octet in info)
        {
            if (char.IsAsciiLetterOrDigit(octet) || "-._:~!$&'()*+,;=%@".Contains(octet)) continue;
            error = "net/url: invalid userinfo";
            return false;
        }
        var parts = new List<string>();
        foreach (var part in info.Split(':', 2))
        {
            if (UrlEscapes.Unescape(part, UrlPart.User, out error) is not { } unescaped) return false;
            parts.Add(UrlEscapes.Escape(unescaped, UrlPart.User));
        }
        user = string.Join(':', parts);
        return true;
    }

    private (string Host, string Port) SplitHost()
    {
        var (name, port) = (host, "");
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && UrlHost.IsPort(host[colon..])) (name, port) = (host[..colon], host[(colon + 1)..]);
        return (name.StartsWith('[') && name.EndsWith(']') ? name[1..^1] : name, port);
    }
}
