using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>A value that lives on the heap; <see cref="CelValue"/> is made from it. Immutable as seen by expressions.</summary>
public abstract class CelReference(CelKind kind)
{
    /// <summary>What sort of value it is.</summary>
    public CelKind Kind { get; } = kind;

    /// <summary>What <c>type()</c> gives for it.</summary>
    public abstract CelType RuntimeType { get; }

    /// <summary>What <c>size()</c> and costs count: elements, entries, octets; 1 for what has no parts.</summary>
    public virtual long Size => 1;

    /// <summary>How many values there are in it, at any depth, with itself; see <see cref="CelWeight"/>.</summary>
    internal virtual long Weight => 1;

    /// <summary>True where an expression's <c>==</c> finds the two equal; the other is of the same kind.</summary>
    public virtual bool EqualTo(CelReference other) => ReferenceEquals(this, other);

    /// <summary>The same for all values that are equal.</summary>
    public virtual int HashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
