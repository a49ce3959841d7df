namespace Kite.Api.Cel.Values;

/// <summary>A map that an expression made; its keys come in the order in which they were written.</summary>
internal sealed class DictionaryMap(Dictionary<CelValue, CelValue> entries) : CelMap
{
    private long weight;

    public override int Count => entries.Count;

    internal override long Weight => weight > 0 ? weight : weight = entries.Values.Aggregate(1L, (sum, value) => CelWeight.Add(sum, value.Weight));

    public override IEnumerable<CelValue> Keys => entries.Keys;

    public override bool TryGet(CelValue key, out CelValue value) => entries.TryGetValue(key, out value);
}
