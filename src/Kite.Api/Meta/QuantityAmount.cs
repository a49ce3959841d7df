namespace Kite.Api.Meta;

/// <summary>What a quantity's text says: the amount in billionths, and how it was written.</summary>
/// <param name="Amount">Billionths.</param>
/// <param name="Notation">Which suffixes it was written with.</param>
/// <param name="IsCanonical">True where the API server would keep the text as it is.</param>
internal readonly record struct QuantityAmount(Int128 Amount, QuantityNotation Notation, bool IsCanonical = false)
{
    /// <summary>One whole unit in billionths.</summary>
    internal const long Unit = 1_000_000_000;

    /// <summary>The largest magnitude held.</summary>
    internal static Int128 Limit { get; } = Int128.MaxValue / 4;

    /// <summary>The amount in units of <paramref name="unit"/> billionths, rounded away from zero and held within 64 bits.</summary>
    internal static long Round(Int128 amount, long unit)
    {
        var (whole, rest) = Int128.DivRem(amount, unit);
        if (rest != 0) whole += Int128.Sign(rest);
        return whole > long.MaxValue ? long.MaxValue : whole < long.MinValue ? long.MinValue : (long)whole;
    }

    internal static Int128 AddSaturated(Int128 left, Int128 right) => Int128.Clamp(left + right, -Limit, Limit);
}
