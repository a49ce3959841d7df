namespace Kite.Api.Cel.Values;

/// <summary>One list after another; flattened when it is first read, so that repeated concatenation costs what it holds.</summary>
internal sealed class ConcatList : CelList
{
    private readonly int count;
    private CelList? left;
    private CelList? right;
    private CelValue[]? flat;

    public ConcatList(CelList left, CelList right)
    {
        this.left = left;
        this.right = right;
        count = checked(left.Count + right.Count);
    }

    public override int Count => count;

    public override CelValue this[int index] => Flatten()[index];

    private CelValue[] Flatten()
    {
        if (flat is { } done) return done;
        var values = new CelValue[count];
        var end = count;
        var pending = new Stack<CelList>();
        pending.Push(this);
        while (pending.TryPop(out var list))
        {
            if (list is ConcatList { flat: null } concat)
            {
                pending.Push(concat.left!);
                pending.Push(concat.right!);
                continue;
            }
            end -= list.Count;
            for (var i = 0; i < list.Count; i++) values[end + i] = list[i];
        }
        flat = values;
        left = right = null;
        return values;
    }
}
