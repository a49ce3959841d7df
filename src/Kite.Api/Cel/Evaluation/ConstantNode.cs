using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A value known ahead, which upstream knows ahead too: it costs nothing.</summary>
internal sealed class ConstantNode(CelValue value) : Node
{
    public CelValue Value => value;

    public override CelValue Evaluate(EvaluationState state) => value;
}
