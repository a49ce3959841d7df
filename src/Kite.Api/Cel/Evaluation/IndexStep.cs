using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>An index or a key that is computed.</summary>
internal sealed class IndexStep(Node index, bool optional) : SelectionStep(optional)
{
    public override CelValue Read(EvaluationState state, CelValue from)
    {
        var key = index.EvaluateInner(state);
        if (key.IsError) return key;
        if (CelIndexing.TryIndex(from, key, out var value)) return value;
        return from.Kind is CelKind.List ? CelValue.Error($"index out of bounds: {CelText.Plain(key)}") : CelError.NoSuchKey(key);
    }

    public override bool TryRead(EvaluationState state, CelValue from, out CelValue value)
    {
        value = index.EvaluateInner(state);
        if (value.IsError) return true;
        if (from.Kind is CelKind.Object && value.Kind is CelKind.String && !from.AsObject.HasField(value.AsString)) return false;
        return CelIndexing.TryIndex(from, value, out value);
    }
}
