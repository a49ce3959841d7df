using System.Globalization;
using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>
/// Numbers as the clauses of <c>format</c> write them. Upstream's version of the library writes <c>%f</c> and <c>%e</c> as is usual in
/// American English: digits in groups, powers of ten as such, whatever precision is asked of <c>%e</c>.
/// </summary>
internal static class NumberText
{
    /// <summary>Decimals where the clause doesn't say how many.</summary>
    internal const int DefaultPrecision = 6;

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    internal static string Fixed(CelValue value, int precision)
    {
        var number = Number(value, 'f');
        return NotFinite(number) ?? number.ToString("N" + precision, CultureInfo.InvariantCulture);
    }

    internal static string Scientific(CelValue value)
    {
        var number = Number(value, 'e');
        if (NotFinite(number) is { } text) return text;
        var parts = number.ToString("e6", CultureInfo.InvariantCulture).Split('e');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var builder = new StringBuilder(parts[0]).Append("\u202f×\u202f10");
        if (exponent < 0) builder.Append('⁻');
        foreach (var digit in Math.Abs(exponent).ToString("D2", CultureInfo.InvariantCulture)) builder.Append(Superscripts[digit - '0']);
        return builder.ToString();
    }

    internal static string Binary(CelValue value) => value.Kind switch
    {
        CelKind.Bool => value.AsBool ? "1" : "0",
        CelKind.Int or CelKind.Uint => Signed(value, magnitude => magnitude.ToString("b", CultureInfo.InvariantCulture)),
        _ => throw FormatProblems.Of('b', value.RuntimeType.Name),
    };

    internal static string Octal(CelValue value) => value.Kind is CelKind.Int or CelKind.Uint
        ? Signed(value, Octal)
        : throw FormatProblems.Of('o', value.RuntimeType.Name);

    internal static string Hexadecimal(CelValue value, bool isUpper)
    {
        var text = value.Kind switch
        {
            CelKind.String => Convert.ToHexString(Encoding.UTF8.GetBytes(value.AsString)),
            CelKind.Bytes => Convert.ToHexString(value.AsBytes.Content.Span),
            CelKind.Int or CelKind.Uint => Signed(value, magnitude => magnitude.ToString("X", CultureInfo.InvariantCulture)),
            _ => throw FormatProblems.Of('x', value.RuntimeType.Name),
        };
        return isUpper ? text : text.ToLowerInvariant();
    }

    private static double Number(CelValue value, char clause)
    {
        if (value.Kind is CelKind.Double) return value.AsDouble;
        if (value.Kind is CelKind.String)
        {
            switch (value.AsString)
            {
                case "NaN":
                    return double.NaN;
                case "Infinity":
                    return double.PositiveInfinity;
                case "-Infinity":
                    return double.NegativeInfinity;
            }
        }
        throw FormatProblems.Of(clause, value.RuntimeType.Name);
    }

    private static string? NotFinite(double number)
    {
        if (double.IsFinite(number)) return null;
        return double.IsNaN(number) ? "NaN" : number > 0 ? "∞" : "-∞";
    }

    private static string Signed(CelValue value, Func<ulong, string> write)
    {
        if (value.Kind is CelKind.Uint) return write(value.AsUint);
        return value.AsInt < 0 ? "-" + write((ulong)-(value.AsInt + 1) + 1) : write((ulong)value.AsInt);
    }

    private static string Octal(ulong magnitude)
    {
        Span<char> digits = stackalloc char[22];
        var start = digits.Length;
        do
        {
            digits[--start] = (char)('0' + (magnitude & 7));
            magnitude >>= 3;
        }
        while (magnitude != 0);
        return digits[start..].ToString();
    }
}
