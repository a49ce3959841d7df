using Kite.Api.Cel.Values;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>A condition on a token's claims, or on the user that it names.</summary>
/// <param name="Expression">What must be true.</param>
/// <param name="Message">What is said where it isn't.</param>
internal sealed record TokenRule(ConfiguredExpression Expression, string Message)
{
    /// <exception cref="ExpressionFailedException">One of the rules doesn't hold, or can't be evaluated.</exception>
    public static void CheckAll(IReadOnlyList<TokenRule> rules, CelValue value, CancellationToken cancellationToken)
    {
        // All are evaluated before any decides, as upstream does: an error is told before a rule that doesn't hold.
        var values = rules.Select(rule => rule.Expression.Evaluate(value, cancellationToken)).ToList();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].IsFalse) throw new ExpressionFailedException($"validation expression '{rules[i].Expression.Text}' failed: {rules[i].Message}");
        }
    }
}
