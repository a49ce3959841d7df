namespace Kite.Api.Cel.Values;

/// <summary>
/// One list after another. Of a small one the elements are gathered when it is first read, so that chains of
/// concatenation cost what they hold; a large one, which doubling makes cheaply, is read where its elements are.
/// </summary>
internal sealed class ConcatList(CelList left, CelList right) : CelList
{
    private const int MaxGathered = 100_000;
    private CelValue[]? gathered;

    public override int Count { get; } = left.Count + right.Count;

    public override CelValue this[int index]
    {
        get
        {
            if (gathered is { } known) return known[index];
            return Count <= MaxGathered ? Gather()[index] : Find(index);
        }
    }

    internal override long Weight { get; } = CelWeight.Add(left.Weight, right.Weight);

    private CelValue Find(int index)
    {
        CelList list = this;
        while (list is ConcatList { gathered: null } concat)
        {
            if (index < concat.First.Count)
            {
                list = concat.First;
                continue;
            }
            index -= concat.First.Count;
            list = concat.Second;
        }
        return list[index];
    }

    private CelList First => left;

    private CelList Second => right;

    private CelValue[] Gather()
    {
        var values = new CelValue[Count];
        var end = Count;
        var pending = new Stack<CelList>([left, right]);
        while (pending.TryPop(out var list))
        {
            if (list is ConcatList { gathered: null } concat)
            {
                pending.Push(concat.First);
                pending.Push(concat.Second);
                continue;
            }
            end -= list.Count;
            for (var i = 0; i < list.Count; i++) values[end + i] = list[i];
        }
        return gathered = values;
    }
}
