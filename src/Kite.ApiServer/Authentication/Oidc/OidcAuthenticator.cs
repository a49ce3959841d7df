using Kite.ApiServer.Authentication.ServiceAccounts;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Tells whom the tokens of the configured issuers belong to.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens"/></remarks>
internal sealed class OidcAuthenticator(ServiceAccountTokenOptions tokens) : ITokenAuthenticator, IDisposable
{
    private volatile OidcIssuer[] issuers = [];

    /// <summary>Believes these issuers, and no others, from now on.</summary>
    public void Configure(IEnumerable<OidcIssuer> believed)
    {
        // Those that are believed no longer may be in use by a request; their connections end when nobody does.
        issuers = [.. believed];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var issuer in issuers) issuer.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var believed = issuers;
        if (believed.Length == 0 || !JsonWebToken.TryParse(token, out var parsed)) return null;
        // Who asks on behalf of others asks for the API server's audiences: the issuer's own mean nothing to anybody else.
        string[] held = [.. audiences.Count == 0 ? tokens.ApiAudiences : tokens.ApiAudiences.Intersect(audiences)];
        if (held.Length == 0 || Array.Find(believed, issuer => issuer.Url == parsed.Issuer) is not { } issuer) return null;
        return new(await issuer.AuthenticateAsync(parsed, cancellationToken), held);
    }
}
