using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>A map. Implementations may adapt what they read when a value is asked for.</summary>
public abstract class CelMap() : CelReference(CelKind.Map)
{
    /// <summary>The empty map.</summary>
    public static CelMap Empty { get; } = new DictionaryMap(new Dictionary<CelValue, CelValue>());

    /// <summary>How many entries there are.</summary>
    public abstract int Count { get; }

    /// <summary>The keys, in the order in which comprehensions visit them.</summary>
    public abstract IEnumerable<CelValue> Keys { get; }

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.DynMap;

    /// <inheritdoc/>
    public sealed override long Size => Count;

    /// <inheritdoc/>
    internal override long Weight => Count + 1L;

    /// <summary>A map of entries, which nobody changes afterwards; numbers are the same key across their types.</summary>
    public static CelMap Of(Dictionary<CelValue, CelValue> entries) => new DictionaryMap(entries);

    /// <summary>The value of a key.</summary>
    public abstract bool TryGet(CelValue key, out CelValue value);

    /// <summary>The value of a string key.</summary>
    public virtual bool TryGet(string key, out CelValue value) => TryGet(CelValue.Of(key), out value);

    /// <summary>True where the key is there.</summary>
    public virtual bool Contains(CelValue key) => TryGet(key, out _);

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not CelMap map || map.Count != Count) return false;
        CelWeight.Check(this, map);
        foreach (var key in Keys)
        {
            if (!map.TryGet(key, out var theirs) || !TryGet(key, out var ours) || !CelEquality.Equal(ours, theirs)) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int HashCode()
    {
        var hash = Count;
        foreach (var key in Keys) hash ^= key.GetHashCode();
        return hash;
    }
}
