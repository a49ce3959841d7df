using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A field, or a string as the key of a map.</summary>
internal sealed class FieldStep(string name, bool optional) : SelectionStep(optional)
{
    public override CelValue Read(EvaluationState state, CelValue from)
    {
        if (from.Kind is CelKind.List) return CelIndexing.UnsupportedIndex(CelValue.Of(name));
        return TryFind(from, out var value) ? value : CelValue.Error($"no such key: {name}");
    }

    public override bool TryRead(EvaluationState state, CelValue from, out CelValue value)
    {
        value = default;
        if (from.Kind is CelKind.Object && !from.AsObject.HasField(name)) return false;
        if (from.Kind is not CelKind.List) return TryFind(from, out value);
        value = CelIndexing.UnsupportedIndex(CelValue.Of(name));
        return true;
    }

    public override CelValue IsPresent(EvaluationState state, CelValue from) =>
        from.Kind is CelKind.Object ? CelValue.Of(from.AsObject.HasField(name)) : base.IsPresent(state, from);

    private bool TryFind(CelValue from, out CelValue value)
    {
        value = default;
        return from.Kind switch
        {
            CelKind.Map => from.AsMap.TryGet(name, out value),
            CelKind.Object => from.AsObject.TryGetField(name, out value),
            _ => false,
        };
    }
}
