using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A list literal.</summary>
internal sealed class ListNode(Node[] elements, bool[]? optional) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var values = new CelValue[elements.Length];
        var count = 0;
        for (var i = 0; i < elements.Length; i++)
        {
            var value = elements[i].Evaluate(state);
            if (optional is not null && optional[i])
            {
                if (!OptionalPart.TryUnwrap(value, "list element", out value)) continue;
            }
            if (value.IsError) return value;
            values[count++] = value;
        }
        state.Charge(RuntimeCosts.List);
        return CelValue.Of(new ArrayList(values, count));
    }
}
