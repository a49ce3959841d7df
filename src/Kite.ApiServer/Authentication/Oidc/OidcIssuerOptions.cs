namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>An issuer of identity tokens that the API server believes, and what it reads off them.</summary>
internal sealed record OidcIssuerOptions
{
    /// <summary>The issuer, exactly as its tokens name it.</summary>
    public required string Url { get; init; }

    /// <summary>Where its configuration is found; empty for the well-known place under <see cref="Url"/>.</summary>
    public string DiscoveryUrl { get; init; } = "";

    /// <summary>The authorities that may have signed its certificate, as PEM; empty for those that the system trusts.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>Of these audiences a token must name one.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Claims that must be there with a value; an empty value demands the claim alone.</summary>
    public IReadOnlyList<(string Claim, string Value)> RequiredClaims { get; init; } = [];

    /// <summary>The claim that names the user; null where an expression does.</summary>
    public ClaimMapping? Username { get; init; }

    public ClaimMapping? Groups { get; init; }

    public string UidClaim { get; init; } = "";

    /// <summary>What is said of tokens in expressions instead.</summary>
    public TokenExpressions Expressions { get; init; } = TokenExpressions.None;
}
