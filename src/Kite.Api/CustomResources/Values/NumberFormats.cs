namespace Kite.Api.CustomResources.Values;

/// <summary>Formats of numbers with check digits.</summary>
internal static class NumberFormats
{
    internal static bool IsIsbn10(string text)
    {
        var digits = Bare(text);
        if (digits.Length != 10) return false;
        var sum = 0;
        for (var at = 0; at < 10; at++)
        {
            var digit = at == 9 && digits[at] == 'X' ? 10 : char.IsAsciiDigit(digits[at]) ? digits[at] - '0' : -1;
            if (digit < 0) return false;
            sum += (at + 1) * digit;
        }
        return sum % 11 == 0;
    }

    internal static bool IsIsbn13(string text)
    {
        var digits = Bare(text);
        if (digits.Length != 13 || !digits.All(char.IsAsciiDigit)) return false;
        var sum = 0;
        for (var at = 0; at < 13; at++) sum += (digits[at] - '0') * (at % 2 == 0 ? 1 : 3);
        return sum % 10 == 0;
    }

    internal static bool IsCreditCard(string text)
    {
        var digits = Bare(text);
        if (digits.Length is < 12 or > 19 || !digits.All(char.IsAsciiDigit)) return false;
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[digits.Length - 1 - at] - '0';
            if (at % 2 == 1 && (digit *= 2) > 9) digit -= 9;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static string Bare(string text) => string.Concat(text.Where(character => character is not (' ' or '-')));
}
