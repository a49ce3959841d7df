using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A call of any number of arguments.</summary>
internal sealed class CallNode(Node[] arguments, CelVariadic function, CelCallCost? cost) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var values = new CelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Evaluate(state);
        foreach (var value in values)
        {
            if (!value.IsError) continue;
            state.Charge(1);
            return value;
        }
        if (cost is null) state.Charge(1);
        var result = function(values);
        if (cost is not null) state.Charge(cost(values, result));
        return result;
    }
}
