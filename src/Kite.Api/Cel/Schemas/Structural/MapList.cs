using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>A list of type <c>map</c>: order doesn't count for equality, and <c>+</c> replaces items with the same keys where they are.</summary>
/// <param name="elements">The items.</param>
/// <param name="keys">The fields that tell items apart, as expressions write them.</param>
internal sealed class MapList(CelList elements, IReadOnlyList<string> keys) : CelList
{
    /// <inheritdoc/>
    public override int Count => elements.Count;

    /// <inheritdoc/>
    public override CelValue this[int index] => elements[index];

    /// <inheritdoc/>
    public override CelValue Concat(CelList other)
    {
        var values = new List<CelValue>(Count + other.Count);
        var places = new Dictionary<CelValue, int>(Count);
        for (var i = 0; i < Count; i++)
        {
            places[KeyOf(elements[i])] = i;
            values.Add(elements[i]);
        }
        for (var i = 0; i < other.Count; i++)
        {
            if (places.TryGetValue(KeyOf(other[i]), out var place)) values[place] = other[i];
            else values.Add(other[i]);
        }
        return CelValue.Of(new MapList(Of([.. values]), keys));
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other)
    {
        if (other is not CelList list || list.Count != Count) return false;
        var mine = new Dictionary<CelValue, CelValue>(Count);
        for (var i = 0; i < Count; i++) mine[KeyOf(elements[i])] = elements[i];
        for (var i = 0; i < Count; i++)
        {
            if (!mine.TryGetValue(KeyOf(list[i]), out var element) || element != list[i]) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int HashCode() => Count;

    private CelValue KeyOf(CelValue element)
    {
        var parts = new CelValue[keys.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (element.Kind is CelKind.Object) element.AsObject.TryGetField(keys[i], out parts[i]);
            else if (element.Kind is CelKind.Map) element.AsMap.TryGet(keys[i], out parts[i]);
        }
        return CelValue.Of(Of(parts));
    }
}
