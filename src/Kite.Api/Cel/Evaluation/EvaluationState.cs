using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>One evaluation: the variables, what it cost so far and may cost.</summary>
internal sealed class EvaluationState(ICelActivation activation, int localCount, ulong limit, CancellationToken cancellationToken)
{
    private ulong cost;

    public ICelActivation Activation => activation;

    /// <summary>The variables of comprehensions.</summary>
    public CelValue[] Locals { get; } = localCount == 0 ? [] : new CelValue[localCount];

    public ulong Cost => cost;

    /// <summary>Adds to the cost; where it is more than it may be, evaluation ends.</summary>
    public void Charge(ulong amount)
    {
        cost += amount;
        if (cost > limit || cost < amount) throw new EvaluationStoppedException(CelOutcome.CostLimitExceeded);
    }

    /// <summary>Ends evaluation where it is cancelled.</summary>
    public void CheckCancelled()
    {
        if (cancellationToken.IsCancellationRequested) throw new EvaluationStoppedException(CelOutcome.Cancelled);
    }
}
