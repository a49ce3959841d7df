namespace Kite.Api.Cel.Costs;

/// <summary>Sums and products of which the greatest is the greatest number.</summary>
internal static class Saturating
{
    public static ulong Add(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    public static ulong Multiply(ulong left, ulong right) => right != 0 && left > ulong.MaxValue / right ? ulong.MaxValue : left * right;

    public static ulong Multiply(ulong count, double price)
    {
        var product = Math.Ceiling(count * price);
        return product >= 18446744073709551616.0 ? ulong.MaxValue : (ulong)product;
    }
}
