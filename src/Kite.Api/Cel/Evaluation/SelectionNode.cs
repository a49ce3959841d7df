using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>Fields and indexes read one from the other, starting from a variable or a computed value.</summary>
/// <param name="start">What they are read from.</param>
/// <param name="isVariable">True where that is a variable; a computed value is charged for as if it were one.</param>
/// <param name="steps">The fields and indexes.</param>
/// <param name="testOnly">True where it is only asked whether the last is there.</param>
internal sealed class SelectionNode(Node start, bool isVariable, SelectionStep[] steps, bool testOnly) : Node
{
    public Node Start => start;

    public bool IsVariable => isVariable;

    public SelectionStep[] Steps => steps;

    public override CelValue Evaluate(EvaluationState state)
    {
        if (!testOnly && start is not ConditionalNode) state.Charge(1);
        return EvaluateInner(state);
    }

    public override CelValue EvaluateInner(EvaluationState state)
    {
        var value = isVariable ? start.EvaluateInner(state) : start.Evaluate(state);
        var optional = false;
        if (value.Kind is CelKind.Optional)
        {
            if (!value.AsOptional.HasValue) return testOnly ? CelValue.False : value;
            value = value.AsOptional.Value;
            optional = true;
        }
        for (var i = 0; i < steps.Length; i++)
        {
            if (value.IsError) return value;
            state.Charge(1);
            if (testOnly && i == steps.Length - 1) return steps[i].IsPresent(state, value);
            optional |= steps[i].Optional;
            if (!optional) value = steps[i].Read(state, value);
            else if (!steps[i].TryRead(state, value, out value)) return testOnly ? CelValue.False : CelValue.Of(CelOptional.None);
        }
        return optional && !value.IsError ? CelValue.Of(CelOptional.Of(value)) : value;
    }
}
