using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A declared variable.</summary>
internal sealed class VariableNode(string name) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        state.Charge(1);
        return EvaluateInner(state);
    }

    public override CelValue EvaluateInner(EvaluationState state) =>
        state.Activation.TryResolve(name, out var value) ? value : CelValue.Error($"no such attribute(s): {name}");
}
