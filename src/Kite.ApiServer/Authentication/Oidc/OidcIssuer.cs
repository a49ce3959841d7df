using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>One issuer of identity tokens: checks its tokens and makes users of them.</summary>
internal sealed class OidcIssuer(OidcIssuerOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How far the issuer's clock may be ahead.</summary>
    private const int Leeway = 300;

    private readonly IssuerKeys keys = new(options, time);

    public string Url => options.Url;

    /// <summary>The user that a token of this issuer names.</summary>
    /// <exception cref="InvalidTokenException">The token isn't valid, or doesn't say what it has to.</exception>
    public async ValueTask<UserInfo> AuthenticateAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (!token.Audiences.Any(options.Audiences.Contains))
            throw new InvalidTokenException($"oidc: verify token: oidc: expected audience in [{Quoted(options.Audiences)}] got [{Quoted(token.Audiences)}]");
        CheckTime(token);
        if (!await keys.VerifyAsync(token, cancellationToken)) throw new InvalidTokenException("oidc: verify token: failed to verify signature: failed to verify id token signature");
        CheckClaims(token.Claims);
        return UserOf(token.Claims);
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();

    private static string Quoted(IEnumerable<string> texts) => string.Join(' ', texts.Select(text => $"\"{text}\""));

    private void CheckTime(JsonWebToken token)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (token.Time("exp") is not { } end || end < now) throw new InvalidTokenException("oidc: verify token: oidc: token is expired");
        if (token.Time("nbf") > now + Leeway) throw new InvalidTokenException("oidc: verify token: oidc: current time is before the nbf (not before) time");
    }

    private void CheckClaims(JsonObject claims)
    {
        foreach (var (claim, value) in options.RequiredClaims)
        {
            if (claims[claim] is not { } held) throw new InvalidTokenException($"oidc: required claim {claim} not present in ID token");
            var text = held.AsText() ?? throw new InvalidTokenException($"oidc: parse claim {claim}: expected a string");
            if (value.Length > 0 && text != value) throw new InvalidTokenException($"oidc: required claim {claim} value does not match. Got = {text}, want = {value}");
        }
    }

    private UserInfo UserOf(JsonObject claims)
    {
        var name = options.Username.Username(claims);
        if (name.Length == 0) throw new InvalidTokenException("oidc: username claim is empty");
        var uid = options.UidClaim.Length == 0 ? "" : claims.TextOrNull(options.UidClaim) ?? throw new InvalidTokenException($"oidc: parse uid claim \"{options.UidClaim}\": claim not present");
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        if (claims.Text("jti") is { Length: > 0 } id) extra["authentication.kubernetes.io/credential-id"] = ["JTI=" + id];
        return new(name, options.Groups?.Groups(claims) ?? []) { Uid = uid, Extra = extra };
    }
}
