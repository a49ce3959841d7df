namespace Kite.Api.Cel.Values;

/// <summary>The list that a loop collects into. Only the loop sees it before it is complete.</summary>
internal sealed class MutableList : CelList
{
    private readonly List<CelValue> values = [];

    public override int Count => values.Count;

    public override CelValue this[int index] => values[index];

    public override CelValue Concat(CelList other)
    {
        for (var i = 0; i < other.Count; i++) values.Add(other[i]);
        return CelValue.Of(this);
    }
}
