using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel;

/// <summary>A planned expression. Immutable; any number of threads may evaluate it at once.</summary>
public sealed class CelProgram
{
    private readonly Node root;
    private readonly int localCount;

    internal CelProgram(Node root, int localCount)
    {
        this.root = root;
        this.localCount = localCount;
    }

    /// <summary>
    /// Evaluates the expression. It ends as soon as it costs more than the limit, and soon after it is cancelled. Errors
    /// are outcomes: nothing is thrown but what functions and the activation throw.
    /// </summary>
    public CelEvaluation Evaluate(ICelActivation activation, ulong costLimit, CancellationToken cancellationToken)
    {
        var state = new EvaluationState(activation, localCount, costLimit, cancellationToken);
        try
        {
            var value = root.Evaluate(state);
            return new CelEvaluation(value.IsError ? CelOutcome.Error : CelOutcome.Value, value, state.Cost);
        }
        catch (EvaluationStoppedException e)
        {
            var message = e.Outcome is CelOutcome.Cancelled ? CelEvaluation.Interrupted : CelEvaluation.CostLimitExceeded;
            return new CelEvaluation(e.Outcome, CelValue.Error(message), state.Cost);
        }
    }
}
