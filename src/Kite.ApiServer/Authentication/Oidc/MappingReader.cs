using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Reads how claims become a user: the field <c>claimMappings</c>.</summary>
internal static class MappingReader
{
    private const string BothSet = "claim and expression can't both be set";

    /// <summary>Adds the mappings to what is known of the issuer already.</summary>
    public static OidcIssuerOptions Read(ConfigurationNode node, OidcIssuerOptions options)
    {
        var (username, usernameExpression) = ReadPart(node.Only("username", "groups", "uid", "extra"), "username", isRequired: true);
        var (groups, groupsExpression) = ReadPart(node, "groups", isRequired: false);
        var (uid, uidExpression) = ReadUid(node);
        var expressions = options.Expressions with { Username = usernameExpression, Groups = groupsExpression, Uid = uidExpression, Extra = ReadExtra(node) };
        CheckEmail(node, expressions);
        return options with { Username = username, Groups = groups, UidClaim = uid, Expressions = expressions };
    }

    private static (ClaimMapping? Claim, ConfiguredExpression? Expression) ReadPart(ConfigurationNode mappings, string field, bool isRequired)
    {
        var node = mappings.Object(field)?.Only("claim", "prefix", "expression");
        var (claim, expression) = (node?.Text("claim") ?? "", node?.Text("expression") ?? "");
        if (claim.Length > 0 && expression.Length > 0)
        {
            node!.Invalid("", "", BothSet);
        }
        else if (claim.Length > 0)
        {
            if (!node!.Has("prefix")) node.Problem("prefix", "Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing");
            return (new(claim, node.Text("prefix")), null);
        }
        else if (expression.Length > 0)
        {
            if (node!.Has("prefix")) node.Invalid("prefix", node.Text("prefix"), "may not be specified when expression is set");
            return (null, Compile(node, "expression"));
        }
        else if (isRequired)
        {
            mappings.Problem(field, "Required value: claim or expression is required");
        }
        return (null, null);
    }

    private static (string Claim, ConfiguredExpression? Expression) ReadUid(ConfigurationNode mappings)
    {
        var node = mappings.Object("uid")?.Only("claim", "expression");
        var (claim, expression) = (node?.Text("claim") ?? "", node?.Text("expression") ?? "");
        if (claim.Length > 0 && expression.Length > 0) node!.Invalid("", "", BothSet);
        return (claim, claim.Length == 0 && expression.Length > 0 ? Compile(node!, "expression") : null);
    }

    private static List<(string Key, ConfiguredExpression Value)> ReadExtra(ConfigurationNode mappings)
    {
        var extra = new List<(string Key, ConfiguredExpression Value)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mapping in mappings.Objects("extra"))
        {
            var key = mapping.Only("key", "valueExpression").Text("key");
            CheckKey(mapping, key);
            if (!seen.Add(key)) mapping.Problem("key", $"Duplicate value: \"{key}\"");
            else if (mapping.Required("valueExpression").Length > 0 && Compile(mapping, "valueExpression") is { } value) extra.Add((key, value));
        }
        return extra;
    }

    private static void CheckKey(ConfigurationNode mapping, string key)
    {
        if (key.Length == 0) mapping.Problem("key", "Required value");
        else if (key.IndexOf('/') is var slash && (slash <= 0 || slash == key.Length - 1)) mapping.Invalid("key", key, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        if (key.Any(char.IsAsciiLetterUpper)) mapping.Invalid("key", key, "must be lowercase");
        var domain = "." + (key.IndexOf('/') is >= 0 and var end ? key[..end] : "");
        if (domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) || domain.EndsWith(".k8s.io", StringComparison.Ordinal))
            mapping.Invalid("key", key, "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use");
    }

    /// <summary>Whoever is named by a mail address must be asked whether it is verified.</summary>
    private static void CheckEmail(ConfigurationNode node, TokenExpressions expressions)
    {
        if (expressions.Username is not { } username || !username.Reads("email")) return;
        IEnumerable<ConfiguredExpression> asking = [username, .. expressions.Extra.Select(extra => extra.Value), .. expressions.ClaimRules.Select(rule => rule.Expression)];
        if (asking.Any(expression => expression.Reads("email_verified"))) return;
        node.Invalid(
            "username.expression",
            username.Text,
            "claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression");
    }

    private static ConfiguredExpression? Compile(ConfigurationNode node, string field) => ConfiguredExpression.Compile(node, field, TokenEnvironments.Claims, _ => null);
}
