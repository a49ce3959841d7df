using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;

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
        var urls = new HashSet<string>();
        OidcIssuerOptions[] options = [.. issuers.Select(issuer => ReadIssuer(issuer, urls))];
        var anonymous = root.Object("anonymous")?.Only("enabled", "conditions");
        var conditions = anonymous?.Objects("conditions") ?? [];
        var enabled = anonymous?.Flag("enabled", absent: false) ?? true;
        if (!enabled && conditions.Count > 0) anonymous!.Problem("conditions", "Invalid value: enabled should be set to true when conditions are defined");
        return new(options, enabled, conditions.Count == 0 ? null : conditions.Select(condition => condition.Only("path").Required("path")).ToHashSet(StringComparer.Ordinal));
    }

    private static ClaimMapping? ReadMapping(ConfigurationNode mappings, string field, bool isRequired)
    {
        if (mappings.Object(field) is not { } node)
        {
            if (isRequired) mappings.Problem(field, "Required value: claim or expression is required");
            return null;
        }
        RefuseExpression(node.Only("claim", "prefix", "expression"), "expression");
        var claim = node.Text("claim");
        if (claim.Length == 0 && isRequired) node.Problem("", "Required value: claim or expression is required");
        if (claim.Length > 0 && !node.Has("prefix")) node.Problem("prefix", "Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing");
        if (claim.Length == 0 && node.Text("prefix").Length > 0) node.Invalid("prefix", node.Text("prefix"), "prefix may not be set when claim is not set");
        return claim.Length == 0 ? null : new(claim, node.Text("prefix"));
    }

    private static void RefuseExpression(ConfigurationNode node, string field)
    {
        if (node.Text(field).Length > 0) node.Problem(field, "Forbidden: expressions can't be evaluated here");
    }

    private static string Https(ConfigurationNode node, string field)
    {
        var text = node.Text(field);
        if (text.Length == 0) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)) node.Invalid(field, text, "URL is invalid");
        else if (url.Scheme != Uri.UriSchemeHttps) node.Invalid(field, text, "URL scheme must be https");
        else if (url.UserInfo.Length > 0) node.Invalid(field, text, "URL must not contain a username or password");
        else if (url.Query.Length > 0) node.Invalid(field, text, "URL must not contain a query");
        else if (url.Fragment.Length > 0) node.Invalid(field, text, "URL must not contain a fragment");
        return text;
    }

    private static IReadOnlyList<(string Claim, string Value)> ReadRules(ConfigurationNode node)
    {
        foreach (var rule in node.Objects("userValidationRules")) RefuseExpression(rule.Only("expression", "message"), "expression");
        var rules = node.Objects("claimValidationRules");
        foreach (var rule in rules)
        {
            RefuseExpression(rule.Only("claim", "requiredValue", "expression", "message"), "expression");
            if (rule.Text("claim").Length == 0 && rule.Text("expression").Length == 0) rule.Problem("", "Required value: claim or expression is required");
            if (rule.Text("claim").Length > 0 && rule.Text("message").Length > 0) rule.Invalid("message", rule.Text("message"), "message can't be set when claim is set");
        }
        return [.. rules.Select(rule => (rule.Text("claim"), rule.Text("requiredValue")))];
    }

    private OidcIssuerOptions ReadIssuer(ConfigurationNode node, HashSet<string> urls)
    {
        node.Only("issuer", "claimValidationRules", "claimMappings", "userValidationRules");
        var issuer = node.Object("issuer");
        if (issuer is null) node.Problem("issuer", "Required value");
        else CheckIssuer(issuer.Only("url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy", "egressSelectorType"), urls);
        var mappings = node.Object("claimMappings")?.Only("username", "groups", "uid", "extra");
        if (mappings is null) node.Problem("claimMappings.username", "Required value: claim or expression is required");
        var uid = mappings?.Object("uid")?.Only("claim", "expression");
        if (uid is not null) RefuseExpression(uid, "expression");
        foreach (var extra in mappings?.Objects("extra") ?? []) RefuseExpression(extra.Only("key", "valueExpression"), "valueExpression");
        return new()
        {
            Url = issuer?.Text("url") ?? "",
            DiscoveryUrl = issuer?.Text("discoveryURL") ?? "",
            CertificateAuthority = issuer?.Text("certificateAuthority") ?? "",
            Audiences = issuer?.Texts("audiences") ?? [],
            RequiredClaims = ReadRules(node),
            Username = (mappings is null ? null : ReadMapping(mappings, "username", isRequired: true)) ?? new("", ""),
            Groups = mappings is null ? null : ReadMapping(mappings, "groups", isRequired: false),
            UidClaim = uid?.Text("claim") ?? "",
        };
    }

    private void CheckIssuer(ConfigurationNode issuer, HashSet<string> urls)
    {
        issuer.Required("url");
        var url = Https(issuer, "url");
        if (url == ownIssuer) issuer.Invalid("url", url, $"URL must not overlap with disallowed issuers: [{ownIssuer}]");
        if (url.Length > 0 && !urls.Add(url)) issuer.Problem("url", $"Duplicate value: \"{url}\"");
        var discovery = Https(issuer, "discoveryURL");
        if (discovery.Length > 0 && discovery == url) issuer.Invalid("discoveryURL", discovery, "discoveryURL must be different from URL");
        if (discovery.Length > 0 && !urls.Add(discovery)) issuer.Problem("discoveryURL", $"Duplicate value: \"{discovery}\"");
        CheckAuthority(issuer);
        var (audiences, policy) = (issuer.Texts("audiences"), issuer.Text("audienceMatchPolicy"));
        if (audiences.Count == 0) issuer.Problem("audiences", $"Required value: at least one {issuer.Path}.audiences is required");
        if (audiences.Any(audience => audience.Length == 0)) issuer.Problem("audiences", "Required value: audience can't be empty");
        if (audiences.Count != audiences.Distinct().Count()) issuer.Problem("audiences", "Duplicate value");
        if (audiences.Count > 1 && policy != "MatchAny") issuer.Invalid("audienceMatchPolicy", policy, "audienceMatchPolicy must be MatchAny for multiple audiences");
        else if (policy is not ("" or "MatchAny")) issuer.Invalid("audienceMatchPolicy", policy, "audienceMatchPolicy must be empty or MatchAny for single audience");
        if (issuer.Has("egressSelectorType")) issuer.Problem("egressSelectorType", "Forbidden: there are no egress selectors");
    }

    private static void CheckAuthority(ConfigurationNode issuer)
    {
        var pem = issuer.Text("certificateAuthority");
        if (pem.Length == 0) return;
        try
        {
            _ = new ServerTrust(pem, isInsecure: false);
        }
        catch (WebhookCallException)
        {
            issuer.Problem("certificateAuthority", "Invalid value: data does not contain any valid RSA or ECDSA certificates");
        }
    }
}
