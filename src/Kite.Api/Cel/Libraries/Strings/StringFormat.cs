using System.Globalization;
using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>What <c>format</c> does: <c>"%s has %d".format([name, count])</c>, with cel-go's words for what is wrong.</summary>
internal static class StringFormat
{
    /// <summary>More decimals than this are refused: a few characters must not make megabytes.</summary>
    private const int MostPrecision = 1000;

    /// <summary>Writes an argument as a clause says; where it can't, throws a <see cref="FormatException"/>.</summary>
    /// <param name="clause">The letter of the clause.</param>
    /// <param name="precision">How many decimals it asks for, or null.</param>
    /// <param name="argument">Which argument.</param>
    internal delegate string Write(char clause, int? precision, int argument);

    /// <summary>The text with its clauses filled in.</summary>
    internal static CelValue Format(CelValue format, CelValue arguments)
    {
        var list = arguments.AsList;
        try
        {
            return CelValue.Of(Fill(format.AsString, list.Count, (clause, precision, argument) => Clause(clause, precision, list[argument]), out _));
        }
        catch (FormatException e)
        {
            return CelValue.Error(e.Message);
        }
    }

    /// <summary>The text with its clauses filled in by <paramref name="write"/>, and how many arguments it took.</summary>
    /// <exception cref="FormatException">A clause is malformed, has no argument or can't write it; with cel-go's words.</exception>
    internal static string Fill(string format, int count, Write write, out int used)
    {
        var builder = new StringBuilder(format.Length);
        used = 0;
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
            if (used >= count) throw new FormatException($"index {used} out of range");
            if (i >= format.Length) throw new FormatException("unexpected end of string");
            var precision = ReadPrecision(format, ref i);
            builder.Append(Fill(format[i], precision, used++, write));
            if (builder.Length > StringFunctions.MostText) throw new FormatException("string is too long");
        }
        return builder.ToString();
    }

    private static string Fill(char clause, int? precision, int argument, Write write)
    {
        if (!"sdfebxXo".Contains(clause)) throw new FormatException($"could not parse formatting clause: unrecognized formatting clause \"{clause}\"");
        try
        {
            return write(clause, precision, argument);
        }
        catch (FormatException e)
        {
            throw new FormatException($"error during formatting: {e.Message}");
        }
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

    private static string Clause(char clause, int? precision, CelValue value) => clause switch
    {
        's' => ValueText.String(value),
        'd' => ValueText.Decimal(value),
        'f' => NumberText.Fixed(value, precision ?? NumberText.DefaultPrecision),
        'e' => NumberText.Scientific(value),
        'b' => NumberText.Binary(value),
        'o' => NumberText.Octal(value),
        _ => NumberText.Hexadecimal(value, isUpper: clause == 'X'),
    };
}
