using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>A list of type <c>set</c>: order doesn't count for equality, and <c>+</c> adds what isn't there yet.</summary>
internal sealed class SetList(CelList elements) : CelList
{
    private HashSet<CelValue>? set;

    /// <inheritdoc/>
    public override int Count => elements.Count;

    /// <inheritdoc/>
    public override CelValue this[int index] => elements[index];

    /// <inheritdoc/>
    public override CelValue Concat(CelList other)
    {
        var values = new List<CelValue>(Count + other.Count);
        var seen = new HashSet<CelValue>(Set());
        for (var i = 0; i < Count; i++) values.Add(elements[i]);
        for (var i = 0; i < other.Count; i++)
        {
            if (seen.Add(other[i])) values.Add(other[i]);
        }
        return CelValue.Of(new SetList(Of([.. values])));
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other)
    {
        if (other is not CelList list || list.Count != Count) return false;
        var mine = Set();
        for (var i = 0; i < Count; i++)
        {
            if (!mine.Contains(list[i])) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int HashCode()
    {
        var hash = Count;
        for (var i = 0; i < Count; i++) hash ^= elements[i].GetHashCode();
        return hash;
    }

    private HashSet<CelValue> Set()
    {
        if (set is not null) return set;
        var made = new HashSet<CelValue>(Count);
        for (var i = 0; i < Count; i++) made.Add(elements[i]);
        return set = made;
    }
}
