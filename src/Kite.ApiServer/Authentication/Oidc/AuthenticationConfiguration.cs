using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Puts the issuers and the rule about anonymous requests of a configuration file in force (<c>--authentication-config</c>).</summary>
internal sealed class AuthenticationConfiguration(ConfiguredFile file, OidcAuthenticator oidc, AnonymousRequests anonymous, ServiceAccountTokenOptions tokens, TimeProvider time) : IReloadable
{
    private readonly AuthenticationConfigurationReader reader = new(tokens.Issuer);

    /// <inheritdoc/>
    public string? Path => file.Path;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content)
    {
        var settings = ConfigurationFile.Parse(file.Path!, content, "AuthenticationConfiguration", reader.Read);
        oidc.Configure(settings.Issuers.Select(options => new OidcIssuer(options, time)));
        anonymous.Configure(settings.AnonymousEnabled, settings.AnonymousPaths);
    }
}
