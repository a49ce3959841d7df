using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A name for a value, which is computed when the name is first used.</summary>
internal sealed class BindingNode(int slot, Node body) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        state.Locals[slot] = CelValue.Of(LazyLocalNode.Unset);
        return body.Evaluate(state);
    }
}
