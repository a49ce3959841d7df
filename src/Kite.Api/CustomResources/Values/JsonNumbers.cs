using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Values;

/// <summary>Reads numbers the way upstream's decoder holds them: what is written as an integer and fits is a 64-bit one, all else is a double.</summary>
internal static class JsonNumbers
{
    /// <summary>True for a number that is held as an integer.</summary>
    internal static bool IsInteger(JsonValue value, out long number)
    {
        number = 0;
        if (value.GetValueKind() is not JsonValueKind.Number) return false;
        if (value.TryGetValue(out number)) return true;
        if (!value.TryGetValue<int>(out var narrow)) return false;
        number = narrow;
        return true;
    }

    /// <summary>A number as a double.</summary>
    internal static double ToDouble(JsonValue value)
    {
        if (IsInteger(value, out var integer)) return integer;
        return value.TryGetValue<double>(out var number) ? number : double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>A double as Go prints it (<c>%v</c>): the shortest digits that mean it, with an exponent below 1e-4 and from 1e6 on.</summary>
    internal static string GoText(double number)
    {
        if (number == 0) return double.IsNegative(number) ? "-0" : "0";
        var size = Math.Abs(number);
        if (size is >= 1e-4 and < 1e6) return number.ToString("R", CultureInfo.InvariantCulture);
        var text = number.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E');
        var exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = mark < 0 ? Mantissa(shortest) : shortest[..mark];
        return $"{digits}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Mantissa(string plain)
    {
        var sign = plain[0] == '-' ? "-" : "";
        var digits = plain.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return digits.Length > 1 ? $"{sign}{digits[0]}.{digits[1..]}" : sign + digits;
    }
}
