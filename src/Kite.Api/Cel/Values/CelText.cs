using System.Globalization;
using System.Text;

namespace Kite.Api.Cel.Values;

/// <summary>Values as text.</summary>
internal static class CelText
{
    /// <summary>How many code points a text has.</summary>
    public static long CodePoints(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text.Length;
        var count = 0L;
        foreach (var rune in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>As messages write a key: strings bare.</summary>
    public static string Plain(CelValue value) => value.Kind is CelKind.String ? value.AsString : Describe(value);

    /// <summary>As the language writes it.</summary>
    public static string Describe(CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.AsBool ? "true" : "false",
        CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => value.AsUint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => Number(value.AsDouble),
        CelKind.Duration => Duration(value.AsDuration),
        CelKind.String => $"\"{value.AsString}\"",
        CelKind.Timestamp => Timestamp(value.AsTimestamp),
        CelKind.List => $"[{string.Join(", ", Elements(value.AsList))}]",
        CelKind.Map => $"{{{string.Join(", ", Entries(value.AsMap))}}}",
        CelKind.Type => value.AsType.Name,
        _ => value.Reference!.ToString() ?? "",
    };

    /// <summary>As Go prints a floating-point number: the shortest that reads back, with an exponent where it is very large or small.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "+Inf" : "-Inf";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return Split(shortest).Exponent is < -4 or >= 6 ? Scientific(shortest) : Positional(shortest);
    }

    /// <summary>Seconds with as many decimals as a floating-point number holds, and "s".</summary>
    public static string Duration(long nanoseconds)
    {
        var seconds = (nanoseconds / 1_000_000_000) + ((double)(nanoseconds % 1_000_000_000) / 1_000_000_000);
        return Positional(seconds.ToString("R", CultureInfo.InvariantCulture)) + "s";
    }

    /// <summary>RFC 3339 in UTC with as many decimals as it takes.</summary>
    public static string Timestamp(CelTimestamp time)
    {
        var seconds = DateTime.UnixEpoch.AddTicks(time.Seconds * TimeSpan.TicksPerSecond);
        var text = seconds.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        if (time.Nanoseconds != 0) text += "." + time.Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + "Z";
    }

    private static string Scientific(string shortest)
    {
        var (digits, exponent, negative) = Split(shortest);
        var result = new StringBuilder(negative ? "-" : "").Append(digits[0]);
        if (digits.Length > 1) result.Append('.').Append(digits.AsSpan(1));
        return result.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("D2", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Positional(string shortest)
    {
        if (!shortest.Contains('E', StringComparison.Ordinal)) return shortest;
        var (digits, exponent, negative) = Split(shortest);
        var sign = negative ? "-" : "";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1) return sign + digits.PadRight(exponent + 1, '0');
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The significant digits, and the exponent of ten of the first.</summary>
    private static (string Digits, int Exponent, bool Negative) Split(string shortest)
    {
        var negative = shortest.StartsWith('-');
        var parts = shortest.TrimStart('-').Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? parts[0].Length : point) - 1;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return (digits.Length == 0 ? "0" : digits, exponent - leading, negative);
    }

    private static IEnumerable<string> Elements(CelList list)
    {
        for (var i = 0; i < list.Count; i++) yield return Describe(list[i]);
    }

    private static IEnumerable<string> Entries(CelMap map)
    {
        foreach (var key in map.Keys) yield return $"{Describe(key)}: {(map.TryGet(key, out var value) ? Describe(value) : "")}";
    }
}
