using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>The keys of an issuer: fetched when the first token comes, and again when one comes that no known key has signed, for issuers change their keys.</summary>
internal sealed class IssuerKeys(OidcIssuerOptions options, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How often keys are fetched at most: anybody can send tokens that no key has signed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = new(new SocketsHttpHandler { SslOptions = new ServerTrust(options.CertificateAuthority, isInsecure: false).ToOptions("", null), UseCookies = false }) { MaxResponseContentBufferSize = MaxBytes, Timeout = FetchTimeout };
    private readonly SemaphoreSlim fetching = new(1);
    private volatile JsonWebKey[] keys = [];
    private DateTimeOffset lastFetch = DateTimeOffset.MinValue;

    /// <summary>True where one of the issuer's keys has signed the token.</summary>
    /// <exception cref="InvalidTokenException">The keys can't be had.</exception>
    public async ValueTask<bool> VerifyAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        var known = keys;
        if (Verifies(known, token)) return true;
        await fetching.WaitAsync(cancellationToken);
        try
        {
            if (ReferenceEquals(known, keys) && time.GetUtcNow() - lastFetch >= Pause)
            {
                lastFetch = time.GetUtcNow();
                keys = await FetchAsync(cancellationToken);
            }
        }
        finally
        {
            fetching.Release();
        }
        return Verifies(keys, token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        fetching.Dispose();
    }

    private static bool Verifies(JsonWebKey[] keys, JsonWebToken token)
    {
        foreach (var key in keys)
        {
            if ((token.KeyId.Length == 0 || key.Id.Length == 0 || key.Id == token.KeyId) && key.Verifies(token.Algorithm, token.Signed, token.Signature)) return true;
        }
        return false;
    }

    private async Task<JsonWebKey[]> FetchAsync(CancellationToken cancellationToken)
    {
        var place = options.DiscoveryUrl.Length > 0 ? options.DiscoveryUrl : options.Url.TrimEnd('/') + "/.well-known/openid-configuration";
        var configuration = await GetAsync(place, cancellationToken);
        if (configuration.Text("issuer") != options.Url)
            throw new InvalidTokenException($"oidc: issuer did not match the issuer returned by provider, expected \"{options.Url}\" got \"{configuration.Text("issuer")}\"");
        var set = await GetAsync(configuration.Text("jwks_uri"), cancellationToken);
        return [.. set.Objects("keys").Select(JsonWebKey.Read).OfType<JsonWebKey>()];
    }

    private async Task<JsonObject> GetAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps) throw new InvalidTokenException($"oidc: \"{url}\" is not an https URL");
            return JsonNode.Parse(await http.GetByteArrayAsync(address, cancellationToken)) as JsonObject ?? throw new InvalidTokenException($"oidc: {url} is no JSON object");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or ArgumentException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new InvalidTokenException($"oidc: authenticator for issuer \"{options.Url}\" is not initialized: Get \"{url}\": {(e.InnerException ?? e).Message}", e);
        }
    }
}
