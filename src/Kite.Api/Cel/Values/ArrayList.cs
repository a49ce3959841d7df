namespace Kite.Api.Cel.Values;

/// <summary>A list of the first values of an array.</summary>
internal sealed class ArrayList(CelValue[] values, int count) : CelList
{
    private long weight;

    public override int Count => count;

    internal override long Weight => weight > 0 ? weight : weight = CelWeight.Weigh(values.AsSpan(0, count));

    public override CelValue this[int index] => values[index];
}
