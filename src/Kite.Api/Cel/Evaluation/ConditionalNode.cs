using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary><c>condition ? whenTrue : whenFalse</c>; only one of the branches is evaluated.</summary>
internal sealed class ConditionalNode(Node condition, Node whenTrue, Node whenFalse) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var value = condition.Evaluate(state);
        if (value.IsTrue) return whenTrue.EvaluateInner(state);
        if (value.IsFalse) return whenFalse.EvaluateInner(state);
        return value.IsError ? value : CelValue.NoSuchOverload();
    }
}
