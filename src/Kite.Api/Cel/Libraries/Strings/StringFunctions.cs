using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>What the functions on strings do. Places count code points.</summary>
internal static class StringFunctions
{
    /// <summary>Results that are longer are errors: a few characters must not make gigabytes.</summary>
    internal const int MostText = 10_000_000;

    private static readonly CelValue TooLong = CelValue.Error("string is too long");

    internal static CelValue CharAt(CelValue text, CelValue index)
    {
        var points = new CodePointText(text.AsString);
        if (index.AsInt < 0 || index.AsInt > points.Length) return OutOfRange(index.AsInt);
        var at = (int)index.AsInt;
        return CelValue.Of(at == points.Length ? "" : points.Slice(at, at + 1));
    }

    /// <summary>Text, part and optionally where to start.</summary>
    internal static CelValue IndexOf(ReadOnlySpan<CelValue> arguments)
    {
        var (text, part) = (arguments[0].AsString, arguments[1].AsString);
        var start = arguments.Length > 2 ? arguments[2].AsInt : 0;
        if (part.Length == 0) return CelValue.Of(start);
        if (start < 0) return OutOfRange(start);
        var points = new CodePointText(text);
        if (start >= points.Length) return CelValue.Of(-1L);
        return CelValue.Of(points.IndexOf(text.IndexOf(part, points.PositionOf((int)start), StringComparison.Ordinal)));
    }

    /// <summary>Text, part and optionally the last place where the part may start.</summary>
    internal static CelValue LastIndexOf(ReadOnlySpan<CelValue> arguments)
    {
        var (text, part) = (arguments[0].AsString, arguments[1].AsString);
        var points = new CodePointText(text);
        if (part.Length == 0) return CelValue.Of(arguments.Length > 2 ? arguments[2].AsInt : points.Length);
        var last = arguments.Length > 2 ? arguments[2].AsInt : points.Length - 1;
        if (last < 0) return arguments.Length > 2 ? OutOfRange(last) : CelValue.Of(-1L);
        if (last >= points.Length || part.Length > text.Length) return CelValue.Of(-1L);
        var end = Math.Min(text.Length, points.PositionOf((int)last) + part.Length);
        return CelValue.Of(points.IndexOf(text.AsSpan(0, end).LastIndexOf(part)));
    }

    internal static CelValue LowerAscii(CelValue text) => CelValue.Of(string.Create(text.AsString.Length, text.AsString, static (result, from) =>
    {
        for (var i = 0; i < result.Length; i++) result[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    }));

    internal static CelValue UpperAscii(CelValue text) => CelValue.Of(string.Create(text.AsString.Length, text.AsString, static (result, from) =>
    {
        for (var i = 0; i < result.Length; i++) result[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] & ~0x20) : from[i];
    }));

    internal static CelValue Trim(CelValue text) => CelValue.Of(text.AsString.Trim());

    /// <summary>Text, start and optionally end.</summary>
    internal static CelValue Substring(ReadOnlySpan<CelValue> arguments)
    {
        var points = new CodePointText(arguments[0].AsString);
        var start = arguments[1].AsInt;
        var end = arguments.Length > 2 ? arguments[2].AsInt : points.Length;
        if (arguments.Length > 2 && start > end) return CelValue.Error($"invalid substring range. start: {start}, end: {end}");
        if (start < 0 || start > points.Length) return OutOfRange(start);
        return end < 0 || end > points.Length ? OutOfRange(end) : CelValue.Of(points.Slice((int)start, (int)end));
    }

    /// <summary>Text, part, replacement and optionally how often at most; fewer than none is always.</summary>
    internal static CelValue Replace(ReadOnlySpan<CelValue> arguments)
    {
        var (text, part, replacement) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsString);
        var limit = arguments.Length > 3 && arguments[3].AsInt >= 0 ? arguments[3].AsInt : long.MaxValue;
        var builder = new StringBuilder();
        var position = 0;
        for (var times = 0L; times < limit; times++)
        {
            // An empty part is before each code point and at the end.
            var next = part.Length > 0 ? text.IndexOf(part, position, StringComparison.Ordinal) : times == 0 ? 0 : NextPoint(text, position);
            if (next < 0) break;
            builder.Append(text, position, next - position).Append(replacement);
            if (builder.Length > MostText) return TooLong;
            position = next + part.Length;
        }
        return CelValue.Of(builder.Append(text, position, text.Length - position).ToString());
    }

    /// <summary>Text, separator and optionally how many parts at most; fewer than none is all. An empty separator is between code points.</summary>
    internal static CelValue Split(ReadOnlySpan<CelValue> arguments)
    {
        var (text, separator) = (arguments[0].AsString, arguments[1].AsString);
        var limit = arguments.Length > 2 && arguments[2].AsInt >= 0 ? (int)Math.Min(arguments[2].AsInt, int.MaxValue) : int.MaxValue;
        if (limit == 0) return CelValue.Of(CelList.Empty);
        if (separator.Length > 0) return Strings(text.Split(separator, limit));
        var points = new CodePointText(text);
        var parts = new string[Math.Min(limit, points.Length)];
        for (var i = 0; i < parts.Length; i++) parts[i] = points.Slice(i, i == parts.Length - 1 ? points.Length : i + 1);
        return Strings(parts);
    }

    internal static CelValue Join(CelValue list, string separator)
    {
        if (ListsLibrary.IsHuge(list.AsList)) return TooLong;
        var builder = new StringBuilder();
        for (var i = 0; i < list.AsList.Count; i++)
        {
            var part = list.AsList[i];
            if (part.Kind is not CelKind.String) return part.IsError ? part : CelValue.NoSuchOverload();
            if (i > 0) builder.Append(separator);
            builder.Append(part.AsString);
            if (builder.Length > MostText) return TooLong;
        }
        return CelValue.Of(builder.ToString());
    }

    /// <summary>The text as the language writes it, in double quotes.</summary>
    internal static CelValue Quote(CelValue text)
    {
        var builder = new StringBuilder(text.AsString.Length + 2).Append('"');
        foreach (var character in text.AsString)
        {
            if (character is >= '\a' and <= '\r') builder.Append('\\').Append("abtnvfr"[character - '\a']);
            else if (character is '"' or '\\') builder.Append('\\').Append(character);
            else builder.Append(character);
        }
        return CelValue.Of(builder.Append('"').ToString());
    }

    private static CelValue OutOfRange(long index) => CelValue.Error($"index out of range: {index}");

    private static int NextPoint(string text, int position)
    {
        if (position >= text.Length) return -1;
        return position + (char.IsSurrogatePair(text, position) ? 2 : 1);
    }

    private static CelValue Strings(string[] texts) => CelValue.Of(CelList.Of(Array.ConvertAll(texts, CelValue.Of)));
}
