using Kite.Api.Cel;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>
/// Evaluates the expressions of one policy for one request, with its variables evaluated when they are first asked for, within a budget that all expressions share.
/// </summary>
/// <param name="input">What they are evaluated on.</param>
/// <param name="variables">The policy's variables by name.</param>
/// <param name="cancellationToken">Ends an evaluation.</param>
public sealed class ExpressionEvaluator(ExpressionInput input, IReadOnlyDictionary<string, AdmissionExpression> variables, CancellationToken cancellationToken) : ICelActivation
{
    /// <summary>What all expressions of a kind may cost for one request.</summary>
    public const long Budget = 10_000_000;

    /// <summary>What all match conditions may cost for one request.</summary>
    public const long ConditionBudget = Budget / 4;

    private const ulong CallLimit = 1_000_000;
    private readonly Dictionary<string, CelValue> evaluated = new(StringComparer.Ordinal);
    private ulong spentOnVariables;

    /// <summary>Evaluates an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="budget">What may be spent; what was spent is taken off it.</param>
    /// <exception cref="BudgetExceededException">The budget doesn't suffice.</exception>
    internal ExpressionOutcome Evaluate(AdmissionExpression expression, ref long budget)
    {
        if (expression.Program is not { } program) return new($"compilation error: {expression.Error}");
        var evaluation = program.Evaluate(this, CallLimit, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var cost = evaluation.Cost + spentOnVariables;
        spentOnVariables = 0;
        if (cost > (ulong)budget) throw new BudgetExceededException();
        budget -= (long)cost;
        return evaluation.Outcome is CelOutcome.Value
            ? new(evaluation.Value)
            : new($"expression '{expression.Text}' resulted in error: {evaluation.Error}");
    }

    /// <inheritdoc/>
    bool ICelActivation.TryResolve(string name, out CelValue value)
    {
        value = name switch
        {
            ExpressionNames.Object => CelJson.Adapt(input.Object),
            ExpressionNames.OldObject => CelJson.Adapt(input.OldObject),
            ExpressionNames.Params => CelJson.Adapt(input.Params),
            ExpressionNames.Request => CelJson.Adapt(input.Request),
            ExpressionNames.Namespace => CelJson.Adapt(input.Namespace),
            ExpressionNames.Variables => CelValue.Of(new PolicyVariables(this)),
            ExpressionNames.Authorizer when input.Authorizer is { } authorizer => CelValue.Of(authorizer),
            ExpressionNames.RequestResource when input.RequestResource is { } resource => CelValue.Of(resource),
            _ => default,
        };
        return name is not (ExpressionNames.Authorizer or ExpressionNames.RequestResource) || value.Kind is not CelKind.Null;
    }

    /// <summary>The value of a variable; an error value where it can't be evaluated. False where there is none of the name.</summary>
    internal bool TryGetVariable(string name, out CelValue value)
    {
        if (evaluated.TryGetValue(name, out value)) return true;
        if (!variables.TryGetValue(name, out var expression)) return false;
        // Two variables of one name may lead in a circle.
        evaluated[name] = CelValue.Error($"composited variable \"{name}\" fails to evaluate: it refers to itself");
        evaluated[name] = value = EvaluateVariable(name, expression);
        return true;
    }

    private CelValue EvaluateVariable(string name, AdmissionExpression expression)
    {
        if (expression.Program is not { } program) return CelValue.Error($"composited variable \"{name}\" fails to compile: {expression.Error}");
        var evaluation = program.Evaluate(this, CallLimit, cancellationToken);
        spentOnVariables += evaluation.Cost;
        return evaluation.Outcome is CelOutcome.Value ? evaluation.Value : CelValue.Error($"composited variable \"{name}\" fails to evaluate: {evaluation.Error}");
    }
}
