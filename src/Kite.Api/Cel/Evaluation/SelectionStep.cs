using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A field or an index of a selection.</summary>
internal abstract class SelectionStep(bool optional)
{
    /// <summary>True where it may be absent, and the result is an optional.</summary>
    public bool Optional => optional;

    /// <summary>What is there, or an error.</summary>
    public abstract CelValue Read(EvaluationState state, CelValue from);

    /// <summary>What is there; false where nothing is. What can't be asked is an error as the value.</summary>
    public abstract bool TryRead(EvaluationState state, CelValue from, out CelValue value);

    /// <summary>Whether it is there, or an error.</summary>
    public virtual CelValue IsPresent(EvaluationState state, CelValue from) => TryRead(state, from, out var value) switch
    {
        true when value.IsError => value,
        var present => CelValue.Of(present),
    };
}
