using System.Globalization;

namespace Kite.Api.Meta;

/// <summary>Reads quantities as kube-apiserver does, with its words for what is wrong.</summary>
internal static class QuantityParser
{
    private const string WrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongSuffix = "unable to parse quantity's suffix";

    /// <summary>Upstream's fast path holds this many digits; only what it took keeps its text.</summary>
    private const int FastDigits = 18;

    /// <summary>Null and the amount, or what is wrong. A number without digits is zero, as upstream has it.</summary>
    internal static string? Parse(ReadOnlySpan<char> text, out QuantityAmount amount)
    {
        amount = default;
        if (text.Length == 0) return WrongFormat;
        var position = text[0] is '-' or '+' ? 1 : 0;
        while (position < text.Length && text[position] == '0') position++;
        if (position == text.Length)
        {
            amount = new QuantityAmount(0, QuantityNotation.Decimal, text is "0");
            return null;
        }
        var whole = Digits(text, ref position);
        ReadOnlySpan<char> fraction = default;
        if (position < text.Length && text[position] == '.')
        {
            position++;
            fraction = Digits(text, ref position);
        }
        var suffix = text[position..];
        if (!HasSuffixForm(suffix)) return WrongFormat;
        if (!TryReadSuffix(suffix, out var power, out var notation)) return WrongSuffix;
        amount = Combine(whole, fraction, power, notation, text[0] == '-');
        return null;
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text, scoped ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        return text[start..position];
    }

    private static bool HasSuffixForm(ReadOnlySpan<char> suffix)
    {
        var position = 0;
        while (position < suffix.Length && "eEinumkKMGTP".Contains(suffix[position])) position++;
        if (position < suffix.Length && suffix[position] is '-' or '+') position++;
        while (position < suffix.Length && char.IsAsciiDigit(suffix[position])) position++;
        return position == suffix.Length;
    }

    private static bool TryReadSuffix(ReadOnlySpan<char> suffix, out int power, out QuantityNotation notation)
    {
        (power, notation) = suffix switch
        {
            "" => (0, QuantityNotation.Decimal),
            "m" => (-3, QuantityNotation.Decimal),
            "Mi" => (20, QuantityNotation.Binary),
            "Gi" => (30, QuantityNotation.Binary),
            "Ki" => (10, QuantityNotation.Binary),
            "k" => (3, QuantityNotation.Decimal),
            "M" => (6, QuantityNotation.Decimal),
            "G" => (9, QuantityNotation.Decimal),
            "T" => (12, QuantityNotation.Decimal),
            "P" => (15, QuantityNotation.Decimal),
            "E" => (18, QuantityNotation.Decimal),
            "u" => (-6, QuantityNotation.Decimal),
            "n" => (-9, QuantityNotation.Decimal),
            "Ti" => (40, QuantityNotation.Binary),
            "Pi" => (50, QuantityNotation.Binary),
            "Ei" => (60, QuantityNotation.Binary),
            _ => (int.MinValue, QuantityNotation.Exponent),
        };
        if (power != int.MinValue) return true;
        return suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power);
    }

    private static QuantityAmount Combine(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int power, QuantityNotation notation, bool negative)
    {
        Int128 amount;
        if (notation is QuantityNotation.Binary)
        {
            // Up to 10^20 · 2^60 fits; longer numbers are far beyond the cap below anyway.
            var factor = Int128.One << power;
            amount = SaturatedMultiply(Number(whole, [], 0), factor * QuantityAmount.Unit) + BinaryFraction(fraction, factor);
            amount = Int128.Min(amount, (Int128)long.MaxValue * QuantityAmount.Unit);
        }
        else
        {
            amount = Number(whole, fraction, power + 9);
        }
        var canonical = IsKeptAsWritten(whole, fraction, power, notation);
        var effective = notation is QuantityNotation.Binary && amount > 0 && amount < QuantityAmount.Unit ? QuantityNotation.Decimal : notation;
        return new QuantityAmount(negative ? -amount : amount, effective, canonical);
    }

    /// <summary>The digits as a number times ten to the power, rounded up to a whole number and cut off at the limit.</summary>
    private static Int128 Number(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, long power)
    {
        Int128 value = 0;
        var rest = false;
        var places = whole.Length + power;
        for (var i = 0; i < whole.Length + fraction.Length; i++)
        {
            var digit = (i < whole.Length ? whole[i] : fraction[i - whole.Length]) - '0';
            if (i >= places)
            {
                rest |= digit != 0;
                continue;
            }
            value = (value * 10) + digit;
            if (value > QuantityAmount.Limit / 20) return QuantityAmount.Limit;
        }
        for (long i = whole.Length + fraction.Length; i < places && value != 0; i++)
        {
            value *= 10;
            if (value > QuantityAmount.Limit / 20) return QuantityAmount.Limit;
        }
        return rest ? value + 1 : value;
    }

    private static Int128 SaturatedMultiply(Int128 value, Int128 factor) => value > QuantityAmount.Limit / factor ? QuantityAmount.Limit : value * factor;

    /// <summary>Billionths of a decimal fraction times a power of two, rounded up.</summary>
    private static Int128 BinaryFraction(ReadOnlySpan<char> fraction, Int128 factor)
    {
        if (fraction.Length == 0) return 0;
        // Exact in up to 18 places: 10^18 · 2^60 fits in 128 bits, times the unit it may not, so the unit is divided out first.
        var places = Math.Min(fraction.Length, FastDigits);
        var digits = Number(fraction[..places], [], 0);
        var scale = (Int128)1;
        for (var i = 0; i < places; i++) scale *= 10;
        var (units, rest) = Int128.DivRem(digits * factor, scale);
        var (billionths, more) = Int128.DivRem(rest * QuantityAmount.Unit, scale);
        var isExact = more == 0 && fraction[places..].IndexOfAnyExcept('0') < 0;
        return (units * QuantityAmount.Unit) + billionths + (isExact ? 0 : 1);
    }

    /// <summary>Upstream reuses the text of quantities that its fast path takes and that look canonical, even some that aren't quite.</summary>
    private static bool IsKeptAsWritten(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int power, QuantityNotation notation)
    {
        if (notation is QuantityNotation.Binary)
        {
            if (fraction.Length > 0 || 15 - whole.Length - (int)(power * 3f / 10) - 1 < 0) return false;
            return whole.Length > 0 && (long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture) & 7) != 0;
        }
        var scale = power - fraction.Length;
        if (whole.Length + fraction.Length > FastDigits || scale < -9 || scale % 3 != 0) return false;
        var first = whole.Length > 0 ? whole[0] : '0';
        return first != '0' && !EndsInThousand(whole, fraction);
    }

    private static bool EndsInThousand(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        var zeros = fraction.Length - fraction.TrimEnd('0').Length;
        if (zeros == fraction.Length) zeros += whole.Length - whole.TrimEnd('0').Length;
        return zeros >= 3;
    }
}
