using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary><c>in</c> a list of constant scalars, looked up in a set: upstream does the same and charges nothing.</summary>
internal sealed class MembershipNode(Node element, HashSet<CelValue> set) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var value = element.Evaluate(state);
        return value.IsError ? value : CelValue.Of(set.Contains(value));
    }
}
