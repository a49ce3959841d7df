using Kite.Api.Cel;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>Reads the conditions on tokens and on users: the fields <c>claimValidationRules</c> and <c>userValidationRules</c>.</summary>
internal static class RuleReader
{
    /// <summary>The claims that must be there with a value, and the conditions in expressions.</summary>
    public static (IReadOnlyList<(string Claim, string Value)> Required, IReadOnlyList<TokenRule> Rules) ReadClaimRules(ConfigurationNode node)
    {
        var required = new List<(string Claim, string Value)>();
        var rules = new List<TokenRule>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in node.Objects("claimValidationRules"))
        {
            var (claim, expression) = (rule.Only("claim", "requiredValue", "expression", "message").Text("claim"), rule.Text("expression"));
            if (claim.Length > 0 && expression.Length > 0)
            {
                rule.Invalid("", claim, "claim and expression can't both be set");
            }
            else if (claim.Length > 0)
            {
                if (rule.Text("message").Length > 0) rule.Invalid("message", rule.Text("message"), "may not be specified when claim is set");
                if (required.Exists(other => other.Claim == claim)) rule.Problem("claim", $"Duplicate value: \"{claim}\"");
                required.Add((claim, rule.Text("requiredValue")));
            }
            else if (expression.Length > 0)
            {
                if (rule.Text("requiredValue").Length > 0) rule.Invalid("requiredValue", rule.Text("requiredValue"), "may not be specified when expression is set");
                Read(rule, TokenEnvironments.Claims, seen, rules);
            }
            else
            {
                rule.Problem("", "Required value: claim or expression is required");
            }
        }
        return (required, rules);
    }

    public static IReadOnlyList<TokenRule> ReadUserRules(ConfigurationNode node)
    {
        var rules = new List<TokenRule>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in node.Objects("userValidationRules"))
        {
            if (rule.Only("expression", "message").Required("expression").Length > 0) Read(rule, TokenEnvironments.User, seen, rules);
        }
        return rules;
    }

    private static void Read(ConfigurationNode rule, CelEnvironment environment, HashSet<string> seen, List<TokenRule> rules)
    {
        var text = rule.Text("expression");
        if (!seen.Add(text)) rule.Problem("expression", $"Duplicate value: \"{text}\"");
        else if (ConfiguredExpression.Compile(rule, "expression", environment, TokenEnvironments.Bool) is { } expression) rules.Add(new(expression, rule.Text("message")));
    }
}
