using System.IO.Enumeration;

namespace Kite.Agent.Images;

/// <summary>
/// Which images a set of credentials is for: a host, with stars for parts of its name, a port where images have one, and the beginning of a path.
/// </summary>
internal sealed record RegistryPattern
{
    private readonly string[] host;
    private readonly string port;
    private readonly string path;

    private RegistryPattern(string text, string host, string port, string path)
    {
        Text = text;
        this.host = host.Split('.');
        this.port = port;
        this.path = path;
    }

    /// <summary>The pattern without scheme and API version; the longer of two that begin alike is the more specific one, and sorts after the other.</summary>
    public string Text { get; }

    /// <summary>Reads an entry's key as the docker command writes it: with or without scheme, with or without the version of the registry's API.</summary>
    public static RegistryPattern Parse(string key)
    {
        var start = key.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var slash = key.IndexOf('/', start);
        var (server, path) = slash < 0 ? (key[start..], "") : (key[start..slash], key[slash..]);
        if (path is "/v1" or "/v2" || path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v2/", StringComparison.Ordinal)) path = path[3..];
        if (path == "/") path = "";
        // Docker's own registry has several names; images are looked up under one.
        if (server is "docker.io" or "registry-1.docker.io") server = ImageName.DefaultRegistry;
        var (host, port) = SplitPort(server);
        return new RegistryPattern(server + path, host, port, path);
    }

    /// <summary>True for an image of this registry, and of this path in it.</summary>
    /// <param name="location">Where the image comes from: <see cref="ImageName.LocationOf"/>.</param>
    public bool Matches(string location)
    {
        var slash = location.IndexOf('/');
        var (name, otherPort) = SplitPort(location[..slash]);
        var parts = name.Split('.');
        return otherPort == port && parts.Length == host.Length && location[slash..].StartsWith(path, StringComparison.Ordinal)
            && parts.Zip(host).All(pair => FileSystemName.MatchesSimpleExpression(pair.Second, pair.First, ignoreCase: false));
    }

    private static (string Host, string Port) SplitPort(string server)
    {
        var colon = server.LastIndexOf(':');
        return colon < 0 || server.EndsWith(']') ? (server, "") : (server[..colon], server[(colon + 1)..]);
    }
}
