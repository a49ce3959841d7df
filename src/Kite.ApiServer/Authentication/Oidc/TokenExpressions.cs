using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>The expressions (CEL) by which an issuer's tokens are checked and users are made of them. Immutable.</summary>
internal sealed record TokenExpressions
{
    public static TokenExpressions None { get; } = new();

    public ConfiguredExpression? Username { get; init; }

    public ConfiguredExpression? Groups { get; init; }

    public ConfiguredExpression? Uid { get; init; }

    public IReadOnlyList<(string Key, ConfiguredExpression Value)> Extra { get; init; } = [];

    public IReadOnlyList<TokenRule> ClaimRules { get; init; } = [];

    public IReadOnlyList<TokenRule> UserRules { get; init; } = [];

    /// <summary>The text that an expression makes of claims.</summary>
    /// <exception cref="InvalidTokenException">It can't.</exception>
    public static string Text(ConfiguredExpression expression, string part, JsonObject claims, CancellationToken cancellationToken)
    {
        try
        {
            var value = expression.Evaluate(CelJson.Adapt(claims), cancellationToken);
            return value.Kind is CelKind.String ? value.AsString : throw new ExpressionFailedException($"{part} claim expression must return a string");
        }
        catch (ExpressionFailedException e)
        {
            throw new InvalidTokenException($"oidc: error evaluating {part} claim expression: {e.Message}", e);
        }
    }

    /// <summary>The texts that an expression makes of claims; empty ones are left out.</summary>
    /// <exception cref="InvalidTokenException">It can't.</exception>
    public static IReadOnlyList<string> Texts(ConfiguredExpression expression, string part, JsonObject claims, CancellationToken cancellationToken)
    {
        try
        {
            return [.. TextsOf(expression.Evaluate(CelJson.Adapt(claims), cancellationToken)).Where(text => text.Length > 0)];
        }
        catch (ExpressionFailedException e)
        {
            throw new InvalidTokenException($"oidc: error evaluating {part} claim expression: {e.Message}", e);
        }
    }

    /// <exception cref="InvalidTokenException">A rule about claims doesn't hold.</exception>
    public void CheckClaims(JsonObject claims, CancellationToken cancellationToken) => Check(ClaimRules, claims, "claim validation expression", cancellationToken);

    /// <exception cref="InvalidTokenException">A rule about users doesn't hold.</exception>
    public void CheckUser(UserInfo user, CancellationToken cancellationToken)
    {
        if (UserRules.Count == 0) return;
        var node = new JsonObject
        {
            ["username"] = user.Name,
            ["uid"] = user.Uid,
            ["groups"] = Array(user.Groups),
            ["extra"] = new JsonObject(user.Extra.Select(extra => KeyValuePair.Create<string, JsonNode?>(extra.Key, Array(extra.Value)))),
        };
        Check(UserRules, node, "user info validation rule", cancellationToken);
    }

    private static void Check(IReadOnlyList<TokenRule> rules, JsonObject value, string part, CancellationToken cancellationToken)
    {
        if (rules.Count == 0) return;
        try
        {
            TokenRule.CheckAll(rules, CelJson.Adapt(value), cancellationToken);
        }
        catch (ExpressionFailedException e)
        {
            throw new InvalidTokenException($"oidc: error evaluating {part}: {e.Message}", e);
        }
    }

    private static IEnumerable<string> TextsOf(CelValue value) => value.Kind switch
    {
        CelKind.Null => [],
        CelKind.String => [value.AsString],
        CelKind.List => TextsOf(value.AsList),
        _ => throw NoTexts(),
    };

    private static IEnumerable<string> TextsOf(CelList list)
    {
        for (var i = 0; i < list.Count; i++) yield return list[i].Kind is CelKind.String ? list[i].AsString : throw NoTexts();
    }

    private static ExpressionFailedException NoTexts() => new("expression must return a string or a list of strings");

    private static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
