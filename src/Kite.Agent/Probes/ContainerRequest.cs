using System.Net.Http.Headers;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>An HTTP request to a container, as its spec wants it.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Host">The Host header, where it differs from the address; empty where it doesn't.</param>
/// <param name="Headers">The other headers, in their order.</param>
internal sealed record ContainerRequest(Uri Address, string Host, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private const string Authorization = "Authorization";

    /// <summary>The request of an action; null where it names a port that the container doesn't have.</summary>
    /// <param name="target">The container.</param>
    /// <param name="action">The action.</param>
    /// <param name="purpose">What it is for, for the user agent: <c>probe</c> or <c>lifecycle</c>.</param>
    /// <param name="version">The kubelet's version, such as <c>v1.37.0</c>.</param>
    public static ContainerRequest? Of(ProbeTarget target, HTTPGetAction action, string purpose, string version)
    {
        var isPortless = !action.Port.IsInteger && string.IsNullOrEmpty(action.Port.Text);
        if ((isPortless ? 80 : target.Port(action.Port)) is not { } port) return null;
        var host = string.IsNullOrEmpty(action.Host) ? target.Address.ToString() : action.Host;
        var path = action.Path is { Length: > 0 } given ? given.StartsWith('/') ? given : "/" + given : "/";
        var address = $"{(action.Scheme ?? "HTTP").ToLowerInvariant()}://{(host.Contains(':') ? $"[{host}]" : host)}:{port}";
        if (!Uri.TryCreate(address + path, UriKind.Absolute, out var uri)) return null;
        var headers = action.HttpHeaders.Where(header => !Is(header, "Host") && !string.IsNullOrEmpty(header.Value)).Select(header => KeyValuePair.Create(header.Name, header.Value)).ToList();
        if (!action.HttpHeaders.Any(header => Is(header, "User-Agent"))) headers.Add(KeyValuePair.Create("User-Agent", $"kube-{purpose}/{MinorOf(version)}"));
        if (!action.HttpHeaders.Any(header => Is(header, "Accept"))) headers.Add(KeyValuePair.Create("Accept", "*/*"));
        return new ContainerRequest(uri, action.HttpHeaders.LastOrDefault(header => Is(header, "Host"))?.Value ?? "", headers);
    }

    /// <summary>The same without encryption, and so without credentials.</summary>
    public ContainerRequest InTheClear() => this with
    {
        Address = new UriBuilder(Address) { Scheme = Uri.UriSchemeHttp, Port = Address.Port }.Uri,
        Headers = Headers.Where(header => !header.Key.Equals(Authorization, StringComparison.OrdinalIgnoreCase)).ToArray(),
    };

    /// <summary>The request that a redirect leads to; null where it leads to another host, or nowhere.</summary>
    public ContainerRequest? Redirected(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return null;
        var next = location.IsAbsoluteUri ? location : new Uri(Address, location);
        if (next.Scheme is not ("http" or "https") || !next.Host.Equals(Address.Host, StringComparison.OrdinalIgnoreCase)) return null;
        return this with { Address = next, Host = location.IsAbsoluteUri ? "" : Host };
    }

    /// <summary>The message to send.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, Address);
        Add(message.Headers);
        return message;
    }

    private static bool Is(HTTPHeader header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string MinorOf(string version) => string.Join('.', version.TrimStart('v').Split('.').Take(2));

    private void Add(HttpRequestHeaders headers)
    {
        if (Host.Length > 0) headers.Host = Host;
        foreach (var (name, value) in Headers) headers.TryAddWithoutValidation(name, value);
    }
}
