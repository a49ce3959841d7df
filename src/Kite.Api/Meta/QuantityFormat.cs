using System.Globalization;

namespace Kite.Api.Meta;

/// <summary>Writes quantities in canonical form: no fraction, the largest suffix that loses nothing.</summary>
internal static class QuantityFormat
{
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    internal static string Canonical(in QuantityAmount quantity)
    {
        var amount = quantity.Amount;
        if (amount == 0) return "0";
        if (quantity.Notation is QuantityNotation.Binary && amount % QuantityAmount.Unit == 0)
        {
            var units = amount / QuantityAmount.Unit;
            if (units <= -1024 || units >= 1024) return Binary(units);
        }
        return Decimal(amount, quantity.Notation is QuantityNotation.Exponent);
    }

    private static string Binary(Int128 units)
    {
        var suffix = 0;
        while (suffix < BinarySuffixes.Length - 1 && units % 1024 == 0)
        {
            units /= 1024;
            suffix++;
        }
        return units.ToString(CultureInfo.InvariantCulture) + BinarySuffixes[suffix];
    }

    private static string Decimal(Int128 amount, bool exponent)
    {
        var step = 0;
        while ((exponent || step < DecimalSuffixes.Length - 1) && amount % 1000 == 0)
        {
            amount /= 1000;
            step++;
        }
        var digits = amount.ToString(CultureInfo.InvariantCulture);
        if (!exponent) return digits + DecimalSuffixes[step];
        var power = (step * 3) - 9;
        return power == 0 ? digits : $"{digits}e{power}";
    }
}
