using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary><c>==</c> or <c>!=</c>.</summary>
internal sealed class EqualityNode(Node left, Node right, bool equal) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var first = left.Evaluate(state);
        var second = right.Evaluate(state);
        state.Charge(RuntimeCosts.Traversal(Math.Min(first.Size, second.Size)));
        if (first.IsError) return first;
        return second.IsError ? second : CelValue.Of(CelEquality.Equal(first, second) == equal);
    }
}
