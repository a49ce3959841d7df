namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>What an <c>AuthenticationConfiguration</c> says.</summary>
/// <param name="Issuers">The issuers to believe.</param>
/// <param name="AnonymousEnabled">True where requests without credentials go on.</param>
/// <param name="AnonymousPaths">Where they do; null for everywhere.</param>
internal sealed record AuthenticationSettings(IReadOnlyList<OidcIssuerOptions> Issuers, bool AnonymousEnabled, IReadOnlySet<string>? AnonymousPaths);
