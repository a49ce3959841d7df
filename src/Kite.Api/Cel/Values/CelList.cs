using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>A list. Implementations may adapt what they read when an element is asked for.</summary>
public abstract class CelList() : CelReference(CelKind.List)
{
    /// <summary>The empty list.</summary>
    public static CelList Empty { get; } = new ArrayList([], 0);

    /// <summary>How many elements there are.</summary>
    public abstract int Count { get; }

    /// <summary>The element at an index below <see cref="Count"/>.</summary>
    public abstract CelValue this[int index] { get; }

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.DynList;

    /// <inheritdoc/>
    public sealed override long Size => Count;

    /// <inheritdoc/>
    internal override long Weight => Count + 1L;

    /// <summary>A list of values, which nobody changes afterwards.</summary>
    public static CelList Of(params CelValue[] values) => new ArrayList(values, values.Length);

    /// <summary>True where an element equals the value.</summary>
    public virtual bool Contains(CelValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (CelEquality.Equal(this[i], value)) return true;
        }
        return false;
    }

    /// <summary>This list and then another: what <c>+</c> gives.</summary>
    public virtual CelValue Concat(CelList other)
    {
        if (other.Count == 0) return CelValue.Of(this);
        if (Count == 0) return CelValue.Of(other);
        return Count > int.MaxValue - other.Count ? CelValue.Of(CelError.IntegerOverflow) : CelValue.Of(new ConcatList(this, other));
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not CelList list || list.Count != Count) return false;
        CelWeight.Check(this, list);
        for (var i = 0; i < Count; i++)
        {
            if (!CelEquality.Equal(this[i], list[i])) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int HashCode()
    {
        CelWeight.Check(this, this);
        var hash = default(HashCode);
        for (var i = 0; i < Count; i++) hash.Add(this[i].GetHashCode());
        return hash.ToHashCode();
    }
}
