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
        var user = UserOf(token.Claims, cancellationToken);
        CheckClaims(token.Claims);
        options.Expressions.CheckClaims(token.Claims, cancellationToken);
        options.Expressions.CheckUser(user, cancellationToken);
        return user;
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

    private UserInfo UserOf(JsonObject claims, CancellationToken cancellationToken)
    {
        var expressions = options.Expressions;
        var name = expressions.Username is { } username ? TokenExpressions.Text(username, "username", claims, cancellationToken) : options.Username?.Username(claims) ?? "";
        if (name.Length == 0) throw new InvalidTokenException("oidc: username claim is empty");
        var groups = expressions.Groups is { } texts ? TokenExpressions.Texts(texts, "group", claims, cancellationToken) : options.Groups?.Groups(claims) ?? [];
        return new(name, groups) { Uid = UidOf(claims, cancellationToken), Extra = ExtraOf(claims, cancellationToken) };
    }

    private string UidOf(JsonObject claims, CancellationToken cancellationToken)
    {
        if (options.Expressions.Uid is { } uid) return TokenExpressions.Text(uid, "uid", claims, cancellationToken);
        return options.UidClaim.Length == 0 ? "" : claims.TextOrNull(options.UidClaim) ?? throw new InvalidTokenException($"oidc: parse uid claim \"{options.UidClaim}\": claim not present");
    }

    private Dictionary<string, IReadOnlyList<string>> ExtraOf(JsonObject claims, CancellationToken cancellationToken)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (key, expression) in options.Expressions.Extra)
        {
            if (TokenExpressions.Texts(expression, "extra", claims, cancellationToken) is { Count: > 0 } values) extra[key] = values;
        }
        if (claims.Text("jti") is { Length: > 0 } id) extra["authentication.kubernetes.io/credential-id"] = ["JTI=" + id];
        return extra;
    }
}
