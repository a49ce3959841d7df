using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Reads an <c>AuthenticationConfiguration</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration"/></remarks>
internal sealed class AuthenticationConfigurationReader(string ownIssuer)
{
    private const int MaxIssuers = 64;

    public AuthenticationSettings Read(ConfigurationNode root)
    {
        var issuers = root.Only("apiVersion", "kind", "jwt", "anonymous").Objects("jwt");
        if (issuers.Count > MaxIssuers) root.Problem("jwt", $"Too many: {issuers.Count}: must have at most {MaxIssuers} items");
        var reader = new IssuerReader(ownIssuer);
        OidcIssuerOptions[] options = [.. issuers.Select(issuer => ReadIssuer(issuer, reader))];
        var anonymous = root.Object("anonymous")?.Only("enabled", "conditions");
        var conditions = anonymous?.Objects("conditions") ?? [];
        var enabled = anonymous?.Flag("enabled", absent: false) ?? true;
        if (!enabled && conditions.Count > 0) anonymous!.Problem("conditions", "Invalid value: enabled should be set to true when conditions are defined");
        return new(options, enabled, conditions.Count == 0 ? null : conditions.Select(condition => condition.Only("path").Required("path")).ToHashSet(StringComparer.Ordinal));
    }

    private static OidcIssuerOptions ReadIssuer(ConfigurationNode node, IssuerReader reader)
    {
        node.Only("issuer", "claimValidationRules", "claimMappings", "userValidationRules");
        var issuer = node.Object("issuer");
        if (issuer is null) node.Problem("issuer", "Required value");
        else reader.Check(issuer);
        var (required, claimRules) = RuleReader.ReadClaimRules(node);
        var options = new OidcIssuerOptions
        {
            Url = issuer?.Text("url") ?? "",
            DiscoveryUrl = issuer?.Text("discoveryURL") ?? "",
            CertificateAuthority = issuer?.Text("certificateAuthority") ?? "",
            Audiences = issuer?.Texts("audiences") ?? [],
            RequiredClaims = required,
            Expressions = new() { ClaimRules = claimRules, UserRules = RuleReader.ReadUserRules(node) },
        };
        if (node.Object("claimMappings") is { } mappings) return MappingReader.Read(mappings, options);
        node.Problem("claimMappings.username", "Required value: claim or expression is required");
        return options;
    }
}
