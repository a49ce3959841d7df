using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary><c>&amp;&amp;</c> or <c>||</c>: one side may decide alone, whatever the other comes to.</summary>
internal sealed class LogicalNode(Node left, Node right, bool decisive) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var first = left.Evaluate(state);
        if (Decides(first)) return first;
        var second = right.Evaluate(state);
        if (Decides(second)) return second;
        if (first.Kind is CelKind.Bool && second.Kind is CelKind.Bool) return CelValue.Of(!decisive);
        if (first.IsError) return first;
        return second.IsError ? second : CelValue.NoSuchOverload();
    }

    private bool Decides(CelValue value) => decisive ? value.IsTrue : value.IsFalse;
}
