using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Reads who issues tokens, for whom and where its keys are: the field <c>issuer</c>.</summary>
/// <param name="ownIssuer">The issuer of service-account tokens, which nobody else may be.</param>
internal sealed class IssuerReader(string ownIssuer)
{
    private readonly HashSet<string> urls = [];

    /// <summary>Checks it; what is wrong with it, it tells the node.</summary>
    public void Check(ConfigurationNode issuer)
    {
        issuer.Only("url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy", "egressSelectorType").Required("url");
        var url = Https(issuer, "url");
        if (url == ownIssuer) issuer.Invalid("url", url, $"URL must not overlap with disallowed issuers: [{ownIssuer}]");
        if (url.Length > 0 && !urls.Add(url)) issuer.Problem("url", $"Duplicate value: \"{url}\"");
        var discovery = Https(issuer, "discoveryURL");
        if (discovery.Length > 0 && discovery.TrimEnd('/') == url.TrimEnd('/')) issuer.Invalid("discoveryURL", discovery, "discoveryURL must be different from URL");
        if (discovery.Length > 0 && !urls.Add(discovery)) issuer.Problem("discoveryURL", $"Duplicate value: \"{discovery}\"");
        CheckAuthority(issuer);
        CheckAudiences(issuer);
        if (issuer.Has("egressSelectorType")) issuer.Problem("egressSelectorType", "Forbidden: there are no egress selectors");
    }

    private static void CheckAudiences(ConfigurationNode issuer)
    {
        var (audiences, policy) = (issuer.Texts("audiences"), issuer.Text("audienceMatchPolicy"));
        if (audiences.Count == 0) issuer.Problem("audiences", $"Required value: at least one {issuer.Path}.audiences is required");
        for (var i = 0; i < audiences.Count; i++)
        {
            if (audiences[i].Length == 0) issuer.Problem($"audiences[{i}]", "Required value");
            if (audiences.Take(i).Contains(audiences[i])) issuer.Problem($"audiences[{i}]", $"Duplicate value: \"{audiences[i]}\"");
        }
        if (audiences.Count > 1 && policy != "MatchAny") issuer.Invalid("audienceMatchPolicy", policy, "audienceMatchPolicy must be MatchAny for multiple audiences");
        else if (policy is not ("" or "MatchAny")) issuer.Invalid("audienceMatchPolicy", policy, "audienceMatchPolicy must be empty or MatchAny for single audience");
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
}
