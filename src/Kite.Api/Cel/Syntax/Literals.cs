using System.Globalization;
using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>The values of literals. What can't be one is a <see cref="FormatException"/> with the message of the issue.</summary>
internal static class Literals
{
    public static CelValue Int(ReadOnlySpan<char> text, bool negative)
    {
        var magnitude = Magnitude(text, "invalid int literal");
        if (negative && magnitude == 1UL << 63) return CelValue.Of(long.MinValue);
        if (magnitude > long.MaxValue) throw new FormatException("invalid int literal");
        return CelValue.Of(negative ? -(long)magnitude : (long)magnitude);
    }

    public static CelValue Uint(ReadOnlySpan<char> text) => CelValue.Of(Magnitude(text[..^1], "invalid uint literal"));

    public static CelValue Double(ReadOnlySpan<char> text, bool negative)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(number)) throw new FormatException("invalid double literal");
        return CelValue.Of(negative ? -number : number);
    }

    /// <summary>The text of a string literal with its quotes and prefix.</summary>
    public static string String(string literal)
    {
        var (body, raw) = Unquote(literal);
        if (raw || !body.Contains('\\', StringComparison.Ordinal)) return body;
        var result = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\') result.Append(body[i++]);
            else result.Append(ToRune(Escape(body, ref i)).ToString());
        }
        return result.ToString();
    }

    /// <summary>The octets of a bytes literal; <c>\x</c> and octal escapes are octets, the others are text in UTF-8.</summary>
    public static byte[] Bytes(string literal)
    {
        var (body, raw) = Unquote(literal[1..]);
        var result = new List<byte>(body.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < body.Length;)
        {
            if (body[i] == '\\' && !raw)
            {
                var octet = body[i + 1] is 'x' or 'X' or (>= '0' and <= '3');
                var value = Escape(body, ref i);
                if (octet) result.Add((byte)value);
                else result.AddRange(encoded[..ToRune(value).EncodeToUtf8(encoded)]);
                continue;
            }
            if (!Rune.TryGetRuneAt(body, i, out var rune)) rune = Rune.ReplacementChar;
            result.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
            i += rune.Utf16SequenceLength;
        }
        return [.. result];
    }

    private static ulong Magnitude(ReadOnlySpan<char> text, string message)
    {
        var hex = text.StartsWith("0x", StringComparison.Ordinal);
        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ulong.TryParse(hex ? text[2..] : text, style, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException(message);
    }

    private static (string Body, bool Raw) Unquote(string literal)
    {
        var text = literal.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var raw = text[0] is 'r' or 'R';
        if (raw) text = text[1..];
        var triple = text.Length >= 6 && text[1] == text[0] && text[2] == text[0];
        return (triple ? text[3..^3] : text[1..^1], raw);
    }

    private static Rune ToRune(int value) => Rune.TryCreate(value, out var rune) ? rune : throw new FormatException("unable to unescape string");

    private static int Escape(string body, ref int position)
    {
        var kind = body[position + 1];
        position += 2;
        var digits = kind switch { 'x' or 'X' => 2, 'u' => 4, 'U' => 8, >= '0' and <= '3' => 3, _ => 0 };
        if (digits == 0) return Simple(kind);
        if (digits == 3) position--;
        var radix = digits == 3 ? 8 : 16;
        long value = 0;
        for (var i = 0; i < digits; i++) value = (value * radix) + Convert.ToInt32(body.Substring(position++, 1), 16);
        return value <= 0x10FFFF ? (int)value : throw new FormatException("unable to unescape string");
    }

    private static char Simple(char kind) => kind switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => kind,
    };
}
