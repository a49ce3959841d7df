using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A variable of a comprehension.</summary>
internal sealed class LocalNode(int slot) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        state.Charge(1);
        return state.Locals[slot];
    }

    public override CelValue EvaluateInner(EvaluationState state) => state.Locals[slot];
}
