using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.Policies;

/// <summary>The match conditions of a policy or webhook, compiled.</summary>
public sealed class MatchConditions
{
    private readonly AdmissionExpression[] expressions;

    private MatchConditions(AdmissionExpression[] expressions) => this.expressions = expressions;

    /// <summary>True where there are none, so that everything matches.</summary>
    public bool IsEmpty => expressions.Length == 0;

    /// <summary>Compiles the <c>matchConditions</c> of an object.</summary>
    public static MatchConditions Compile(JsonObject? holder, ExpressionCompiler compiler) =>
        new([.. holder.Objects("matchConditions").Select(condition => compiler.Compile(condition.Text("expression").Trim(), ExpressionResult.Bool))]);

    /// <summary>Evaluates them: one that is false decides, whatever happens to the others.</summary>
    /// <param name="evaluator">Evaluates expressions.</param>
    /// <param name="ignoresFailures">True where failures mean that there is no match.</param>
    public ConditionMatch Match(ExpressionEvaluator evaluator, bool ignoresFailures)
    {
        var budget = ExpressionEvaluator.ConditionBudget;
        var errors = new List<string>();
        try
        {
            foreach (var expression in expressions)
            {
                var outcome = evaluator.Evaluate(expression, ref budget);
                if (outcome.Error is { } error) errors.Add(error);
                else if (outcome.Value.IsFalse) return new(false, null);
            }
        }
        catch (BudgetExceededException e)
        {
            errors = [e.Message];
        }
        if (errors.Count == 0) return new(true, null);
        if (ignoresFailures) return new(false, null);
        return new(false, errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors.Distinct())}]");
    }
}
