using System.Runtime.CompilerServices;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>
/// A value of an expression: two words, scalars unboxed. The default is <c>null</c>. Equality is that of the language:
/// numbers compare across their types, values of different types are unequal.
/// </summary>
public readonly struct CelValue : IEquatable<CelValue>
{
    private readonly object? reference;
    private readonly long bits;

    private CelValue(ScalarTag tag, long bits)
    {
        reference = tag;
        this.bits = bits;
    }

    private CelValue(object? reference) => this.reference = reference;

    /// <summary><c>null</c>.</summary>
    public static CelValue Null => default;

    /// <summary><c>true</c>.</summary>
    public static CelValue True => new(ScalarTag.Bool, 1);

    /// <summary><c>false</c>.</summary>
    public static CelValue False => new(ScalarTag.Bool, 0);

    /// <summary>What it holds.</summary>
    public CelKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => reference is null ? CelKind.Null : reference.GetType() == typeof(string) ? CelKind.String : Unsafe.As<CelReference>(reference).Kind;
    }

    /// <summary>What <c>type()</c> gives for it.</summary>
    public CelType RuntimeType => reference switch
    {
        null => CelType.Null,
        string => CelType.String,
        _ => Unsafe.As<CelReference>(reference).RuntimeType,
    };

    /// <summary>True for an error.</summary>
    public bool IsError => Kind is CelKind.Error;

    /// <summary>True for the boolean <c>true</c>.</summary>
    public bool IsTrue => ReferenceEquals(reference, ScalarTag.Bool) && bits != 0;

    /// <summary>True for the boolean <c>false</c>.</summary>
    public bool IsFalse => ReferenceEquals(reference, ScalarTag.Bool) && bits == 0;

    /// <summary>True for a signed integer.</summary>
    public bool IsInt => ReferenceEquals(reference, ScalarTag.Int);

    /// <summary>The boolean; of a value of that kind only.</summary>
    public bool AsBool => bits != 0;

    /// <summary>The integer; of a value of that kind only.</summary>
    public long AsInt => bits;

    /// <summary>The unsigned integer; of a value of that kind only.</summary>
    public ulong AsUint => (ulong)bits;

    /// <summary>The number; of a double only.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(bits);

    /// <summary>The duration in nanoseconds; of a value of that kind only.</summary>
    public long AsDuration => bits;

    /// <summary>The text; of a string only.</summary>
    public string AsString => (string)reference!;

    /// <summary>The octets; of bytes only.</summary>
    public CelBytes AsBytes => (CelBytes)reference!;

    /// <summary>The point in time; of a timestamp only.</summary>
    public CelTimestamp AsTimestamp => (CelTimestamp)reference!;

    /// <summary>The list; of a list only.</summary>
    public CelList AsList => (CelList)reference!;

    /// <summary>The map; of a map only.</summary>
    public CelMap AsMap => (CelMap)reference!;

    /// <summary>The object; of an object only.</summary>
    public CelObject AsObject => (CelObject)reference!;

    /// <summary>The type; of a type only.</summary>
    public CelType AsType => (CelType)reference!;

    /// <summary>The optional; of an optional only.</summary>
    public CelOptional AsOptional => (CelOptional)reference!;

    /// <summary>The error; of an error only.</summary>
    public CelError AsError => (CelError)reference!;

    /// <summary>What it refers to, where it isn't a scalar, a string or null.</summary>
    public CelReference? Reference => reference is CelReference value and not ScalarTag ? value : null;

    /// <summary>What <c>size()</c> and costs count: code points, octets, elements, entries; 1 for what has no parts.</summary>
    public long Size => reference switch
    {
        null => 1,
        string text => CelText.CodePoints(text),
        _ => Unsafe.As<CelReference>(reference).Size,
    };

    /// <summary>How many values there are in it; see <see cref="CelWeight"/>.</summary>
    internal long Weight => Reference?.Weight ?? 1;

    /// <summary>A boolean.</summary>
    public static CelValue Of(bool value) => new(ScalarTag.Bool, value ? 1 : 0);

    /// <summary>A signed integer.</summary>
    public static CelValue Of(long value) => new(ScalarTag.Int, value);

    /// <summary>An unsigned integer.</summary>
    public static CelValue Of(ulong value) => new(ScalarTag.Uint, (long)value);

    /// <summary>A number.</summary>
    public static CelValue Of(double value) => new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string; null is <c>null</c>.</summary>
    public static CelValue Of(string? value) => new(value);

    /// <summary>What lives on the heap: lists, maps, objects, types, errors; null is <c>null</c>.</summary>
    public static CelValue Of(CelReference? value) => new(value);

    /// <summary>A duration in nanoseconds.</summary>
    public static CelValue Duration(long nanoseconds) => new(ScalarTag.Duration, nanoseconds);

    /// <summary>An error with a message.</summary>
    public static CelValue Error(string message) => new(new CelError(message));

    /// <summary>"no such overload": an operation that its operands have no meaning for.</summary>
    public static CelValue NoSuchOverload() => new(CelError.NoSuchOverload);

    /// <inheritdoc/>
    public bool Equals(CelValue other) => CelEquality.Equal(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => CelEquality.HashCode(this);

    /// <summary>As the language would write it, for messages and debugging.</summary>
    public override string ToString() => CelText.Describe(this);

    /// <summary>Equality of the language.</summary>
    public static bool operator ==(CelValue left, CelValue right) => left.Equals(right);

    /// <summary>Inequality of the language.</summary>
    public static bool operator !=(CelValue left, CelValue right) => !left.Equals(right);
}
