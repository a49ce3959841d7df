using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>The condition of loops that an error doesn't end: false only for <c>false</c>.</summary>
internal sealed class NotStrictlyFalseNode(Node argument) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var value = argument.Evaluate(state);
        state.Charge(1);
        return value.Kind is CelKind.Bool ? value : CelValue.True;
    }
}
