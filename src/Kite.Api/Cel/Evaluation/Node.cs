using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A planned part of an expression. Evaluating it adds to the cost what upstream charges for it.</summary>
internal abstract class Node
{
    public abstract CelValue Evaluate(EvaluationState state);

    /// <summary>
    /// The same as a branch of a conditional or as an index: upstream doesn't charge for reading the variable there.
    /// </summary>
    public virtual CelValue EvaluateInner(EvaluationState state) => Evaluate(state);
}
