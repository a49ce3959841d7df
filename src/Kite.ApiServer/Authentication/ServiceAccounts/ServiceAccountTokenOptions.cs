namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Who issues service-account tokens, and for whom they are by default.</summary>
internal sealed record ServiceAccountTokenOptions
{
    /// <summary>The issuer, a URL such as <c>https://kubernetes.default.svc.cluster.local</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audiences that the API server itself answers to; tokens that ask for none get them.</summary>
    public required IReadOnlyList<string> ApiAudiences { get; init; }

    /// <summary>The longest life of a token.</summary>
    public TimeSpan MaxValidity { get; init; } = TimeSpan.FromDays(365);
}
