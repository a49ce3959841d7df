namespace Kite.Api.Cel.Values;

/// <summary>Equality of values: across the number types by value, across other types false.</summary>
internal static class CelEquality
{
    public static bool Equal(CelValue left, CelValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind) return CelComparison.IsNumber(kind) && CelComparison.IsNumber(right.Kind) && CelComparison.CompareNumbers(left, right) == 0;
        return kind switch
        {
            CelKind.Null => true,
            CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => left.AsInt == right.AsInt,
            CelKind.Double => left.AsDouble == right.AsDouble,
            CelKind.String => string.Equals(left.AsString, right.AsString, StringComparison.Ordinal),
            _ => left.Reference!.EqualTo(right.Reference!),
        };
    }

    public static int HashCode(CelValue value) => value.Kind switch
    {
        CelKind.Null => 0,
        CelKind.Bool => value.AsBool ? 1 : 2,
        CelKind.Int or CelKind.Uint or CelKind.Duration => value.AsInt.GetHashCode(),
        CelKind.Double => HashCode(value.AsDouble),
        CelKind.String => value.AsString.GetHashCode(StringComparison.Ordinal),
        _ => value.Reference!.HashCode(),
    };

    private static int HashCode(double number)
    {
        if (number is >= long.MinValue and < 9223372036854775808.0 && Math.Truncate(number) == number) return ((long)number).GetHashCode();
        if (number is >= 9223372036854775808.0 and < 18446744073709551616.0) return ((long)(ulong)number).GetHashCode();
        return number.GetHashCode();
    }
}
