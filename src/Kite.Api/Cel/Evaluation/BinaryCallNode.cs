using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A call of two arguments.</summary>
internal sealed class BinaryCallNode(Node left, Node right, Func<CelValue, CelValue, CelValue> function, CelCallCost? cost) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var first = left.Evaluate(state);
        var second = right.Evaluate(state);
        if (first.IsError || second.IsError)
        {
            state.Charge(1);
            return first.IsError ? first : second;
        }
        if (cost is null) state.Charge(1);
        var result = function(first, second);
        if (cost is not null) state.Charge(cost([first, second], result));
        return result;
    }
}
