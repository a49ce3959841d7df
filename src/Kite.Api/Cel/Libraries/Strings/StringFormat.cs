using System.Globalization;
using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>What <c>format</c> does: <c>"%s has %d".format([name, count])</c>, with cel-go's words for what is wrong.</summary>
internal static class StringFormat
{
    /// <summary>More decimals than this are refused: a few characters must not make megabytes.</summary>
    private const int MostPrecision = 1000;

    /// <summary>The text with its clauses filled in.</summary>
    internal static CelValue Format(CelValue format, CelValue arguments)
    {
        try
        {
            return CelValue.Of(Fill(format.AsString, arguments.AsList));
        }
        catch (FormatException e)
        {
            return CelValue.Error(e.Message);
        }
    }

    private static string Fill(string format, CelList arguments)
    {
        var builder = new StringBuilder(format.Length);
        var argument = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                builder.Append(format[i]);
                continue;
            }
            i++;
            if (i < format.Length && format[i] == '%')
            {
                builder.Append('%');
                continue;
            }
            if (argument >= arguments.Count) throw new FormatException($"index {argument} out of range");
            if (i >= format.Length) throw new FormatException("unexpected end of string");
            var precision = ReadPrecision(format, ref i);
            builder.Append(Clause(format, i, precision, arguments[argument++]));
        }
        return builder.ToString();
    }

    private static int? ReadPrecision(string format, ref int position)
    {
        if (format[position] != '.') return null;
        var start = ++position;
        while (position < format.Length && char.IsAsciiDigit(format[position])) position++;
        if (position == format.Length) throw WrongPrecision("could not find end of precision specifier");
        var digits = format[start..position];
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var precision) && precision <= MostPrecision) return precision;
        var problem = digits.Length == 0 ? "invalid syntax" : "value out of range";
        throw WrongPrecision($"error while converting precision to integer: strconv.Atoi: parsing {GoString.Quote(digits)}: {problem}");
    }

    private static FormatException WrongPrecision(string problem) => new($"could not parse formatting clause: error while parsing precision: {problem}");

    private static string Clause(string format, int position, int? precision, CelValue value)
    {
        try
        {
            return format[position] switch
            {
                's' => ValueText.String(value),
                'd' => ValueText.Decimal(value),
                'f' => NumberText.Fixed(value, precision ?? NumberText.DefaultPrecision),
                'e' => NumberText.Scientific(value),
                'b' => NumberText.Binary(value),
                'x' or 'X' => NumberText.Hexadecimal(value, isUpper: format[position] == 'X'),
                'o' => NumberText.Octal(value),
                _ => throw new FormatException(""),
            };
        }
        catch (FormatException e)
        {
            throw new FormatException(e.Message.Length > 0
                ? $"error during formatting: {e.Message}"
                : $"could not parse formatting clause: unrecognized formatting clause \"{format[position]}\"");
        }
    }
}
