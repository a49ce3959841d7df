using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>A value that may be absent.</summary>
public sealed class CelOptional : CelReference
{
    private static readonly CelType OptionalType = CelType.OptionalOf(CelType.Dyn);

    private CelOptional(CelValue value, bool hasValue) : base(CelKind.Optional)
    {
        Value = value;
        HasValue = hasValue;
    }

    /// <summary>The absent value.</summary>
    public static CelOptional None { get; } = new(default, false);

    /// <summary>True where there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value where there is one.</summary>
    public CelValue Value { get; }

    /// <inheritdoc/>
    public override CelType RuntimeType => OptionalType;

    /// <inheritdoc/>
    public override long Size => HasValue ? Value.Size : 1;

    /// <inheritdoc/>
    internal override long Weight => Value.Weight;

    /// <summary>A value that is there.</summary>
    public static CelOptional Of(CelValue value) => new(value, true);

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) =>
        other is CelOptional optional && optional.HasValue == HasValue && (!HasValue || CelEquality.Equal(Value, optional.Value));

    /// <inheritdoc/>
    public override int HashCode() => HasValue ? Value.GetHashCode() : 0;
}
