using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Webhooks;

/// <summary>Where a webhook is called, and how both sides know each other.</summary>
public sealed record WebhookAddress
{
    private const int DefaultPort = 443;

    /// <summary>The URL to post to; of a Service it is <c>https://name.namespace.svc:port/path</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>True where the host names a Service, which the server looks up itself.</summary>
    public bool IsService { get; init; }

    /// <summary>The authorities that may have signed the webhook's certificate, as PEM; empty for those that the system trusts.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>True where the webhook's certificate isn't checked at all.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>The name that the webhook's certificate must prove; empty for the host of <see cref="Url"/>.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The certificate that the server shows, or null.</summary>
    public X509Certificate2? Client { get; init; }

    /// <summary>The value of the <c>Authorization</c> header; empty for none.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>Reads the <c>clientConfig</c> of a webhook, of admission or conversion.</summary>
    /// <exception cref="WebhookCallException">It names nothing that can be called.</exception>
    public static WebhookAddress Of(JsonObject? clientConfig)
    {
        var authorities = PemOf(clientConfig.Text("caBundle"));
        if (clientConfig.Object("service") is { } service)
        {
            var host = $"{service.Text("name")}.{service.Text("namespace")}.svc";
            return new() { Url = UrlOf($"https://{host}:{service.Integer("port") ?? DefaultPort}/{service.Text("path").TrimStart('/')}"), IsService = true, Authorities = authorities };
        }
        if (clientConfig.Text("url") is { Length: > 0 } url) return new() { Url = UrlOf(url), Authorities = authorities };
        throw new WebhookCallException("webhook configuration must have either service or URL");
    }

    private static Uri UrlOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed : throw new WebhookCallException($"Unparsable URL: {url}");

    private static string PemOf(string base64)
    {
        try
        {
            return System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException e)
        {
            throw new WebhookCallException("illegal base64 data", innerException: e);
        }
    }
}
