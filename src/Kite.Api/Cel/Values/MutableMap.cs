namespace Kite.Api.Cel.Values;

/// <summary>The map that a loop collects into. Only the loop sees it before it is complete.</summary>
internal sealed class MutableMap : CelMap
{
    private readonly Dictionary<CelValue, CelValue> entries = [];
    private long weight;

    public override int Count => entries.Count;

    internal override long Weight => weight > 0 ? weight : weight = entries.Values.Aggregate(1L, (sum, value) => CelWeight.Add(sum, value.Weight));

    public override IEnumerable<CelValue> Keys => entries.Keys;

    public override bool TryGet(CelValue key, out CelValue value) => entries.TryGetValue(key, out value);

    /// <summary>This map with another entry, or the error that the key is there.</summary>
    public CelValue Insert(CelValue key, CelValue value)
    {
        weight = 0;
        return entries.TryAdd(key, value) ? CelValue.Of(this) : CelValue.Error($"insert failed: key {CelText.Plain(key)} already exists");
    }
}
