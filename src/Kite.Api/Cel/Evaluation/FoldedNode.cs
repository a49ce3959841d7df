using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A value known ahead, which upstream computes each time: it costs what that does.</summary>
internal sealed class FoldedNode(CelValue value, ulong cost) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        state.Charge(cost);
        return value;
    }
}
