using System.Runtime.InteropServices;

namespace Kite.Api.Cel.Values;

/// <summary>The list that a loop collects into. Only the loop sees it before it is complete; from then on it never changes.</summary>
internal sealed class MutableList : CelList
{
    private readonly List<CelValue> values = [];
    private bool complete;
    private long weight;

    public override int Count => values.Count;

    internal override long Weight => weight > 0 ? weight : weight = CelWeight.Weigh(CollectionsMarshal.AsSpan(values));

    public override CelValue this[int index] => values[index];

    /// <summary>Says that the loop has ended.</summary>
    public void Complete() => complete = true;

    public override CelValue Concat(CelList other)
    {
        if (complete) return base.Concat(other);
        weight = 0;
        for (var i = 0; i < other.Count; i++) values.Add(other[i]);
        return CelValue.Of(this);
    }
}
