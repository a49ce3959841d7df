using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A call of one argument.</summary>
internal sealed class UnaryCallNode(Node argument, Func<CelValue, CelValue> function, CelCallCost? cost) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var value = argument.Evaluate(state);
        if (value.IsError)
        {
            state.Charge(1);
            return value;
        }
        if (cost is null) state.Charge(1);
        var result = function(value);
        if (cost is not null) state.Charge(cost([value], result));
        return result;
    }
}
