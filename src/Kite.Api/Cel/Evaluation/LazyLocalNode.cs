using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A name for a value: the first use computes it.</summary>
internal sealed class LazyLocalNode(int slot, Node value) : Node
{
    /// <summary>Stands in the slot until then.</summary>
    public static CelError Unset { get; } = new("unset");

    public override CelValue Evaluate(EvaluationState state)
    {
        state.Charge(1);
        return EvaluateInner(state);
    }

    public override CelValue EvaluateInner(EvaluationState state)
    {
        var current = state.Locals[slot];
        if (!ReferenceEquals(current.Reference, Unset)) return current;
        return state.Locals[slot] = value.Evaluate(state);
    }
}
