using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.Policies;

/// <summary>The spec of a ValidatingAdmissionPolicy, compiled. Immutable and safe to share.</summary>
public sealed class ValidatingPolicy
{
    private const int MaxMessageBytes = 5 * 1024;

    private readonly PolicyParts parts;
    private readonly PolicyValidation[] validations;
    private readonly (string Key, AdmissionExpression Expression)[] annotations;

    /// <summary>Compiles a spec. What doesn't compile fails when it is evaluated.</summary>
    public ValidatingPolicy(JsonObject spec)
    {
        var compiler = new ExpressionCompiler(spec.Object("paramKind") is not null, isMutating: false);
        parts = new PolicyParts(spec, compiler);
        validations = [.. spec.Objects("validations").Select(validation => new PolicyValidation(validation, compiler))];
        annotations = [.. spec.Objects("auditAnnotations").Select(annotation => (annotation.Text("key"), compiler.Compile(annotation.Text("valueExpression").Trim(), ExpressionResult.TextOrNull)))];
    }

    /// <summary>True where a request goes on when the policy fails.</summary>
    public bool IgnoresFailures => parts.IgnoresFailures;

    /// <summary>Evaluates the policy for a request and a parameter.</summary>
    public PolicyVerdict Evaluate(ExpressionInput input, CancellationToken cancellationToken)
    {
        var match = parts.Match(input, cancellationToken);
        if (match.Error is { } error) return Failed(error);
        if (!match.IsMatch) return PolicyVerdict.Nothing;
        var evaluator = parts.Evaluator(input, cancellationToken);
        var budget = ExpressionEvaluator.Budget;
        var outcomes = new ExpressionOutcome[validations.Length];
        try
        {
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = evaluator.Evaluate(validations[i].Expression, ref budget);
        }
        catch (BudgetExceededException e)
        {
            return Failed(e.Message);
        }
        var denials = new List<PolicyDenial>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (Judge(i, outcomes[i], evaluator, ref budget) is { } denial) denials.Add(denial);
        }
        return new(denials, Annotate(evaluator));
    }

    private PolicyVerdict Failed(string error) => IgnoresFailures ? PolicyVerdict.Nothing : new([new PolicyDenial(0, error, "")], []);

    private PolicyDenial? Judge(int index, in ExpressionOutcome outcome, ExpressionEvaluator evaluator, ref long budget)
    {
        if (outcome.Error is { } error) return IgnoresFailures ? null : new PolicyDenial(index, error, "");
        if (outcome.Value.IsTrue) return null;
        try
        {
            return new PolicyDenial(index, MessageOf(validations[index], evaluator, ref budget), validations[index].Reason);
        }
        catch (BudgetExceededException e)
        {
            return IgnoresFailures ? null : new PolicyDenial(index, $"failed messageExpression: {e.Message}", "");
        }
    }

    private static string MessageOf(PolicyValidation validation, ExpressionEvaluator evaluator, ref long budget)
    {
        if (validation.MessageExpression is { } expression && evaluator.Evaluate(expression, ref budget) is { Error: null, Value: { Kind: CelKind.String } value })
        {
            var message = value.AsString.Trim();
            if (message.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(message) <= MaxMessageBytes && !message.Contains('\n')) return message;
        }
        return validation.Message.Length > 0 ? validation.Message : $"failed expression: {validation.Expression.Text.Trim()}";
    }

    private List<PolicyAnnotation> Annotate(ExpressionEvaluator evaluator)
    {
        var results = new List<PolicyAnnotation>();
        var budget = ExpressionEvaluator.Budget;
        foreach (var (key, expression) in annotations)
        {
            try
            {
                var outcome = evaluator.Evaluate(expression, ref budget);
                if (outcome.Error is { } error) results.Add(new(key, "", IgnoresFailures ? null : error));
                else if (outcome.Value.Kind is CelKind.String && outcome.Value.AsString.Trim() is { Length: > 0 } text) results.Add(new(key, text, null));
            }
            catch (BudgetExceededException e)
            {
                if (!IgnoresFailures) results.Add(new(key, "", e.Message));
                break;
            }
        }
        results.RemoveAll(result => result is { Value: "", Error: null });
        return results;
    }
}
