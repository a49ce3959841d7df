using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kite.Api.Codecs;

/// <summary>What a scalar means, by the YAML 1.1 rules of sigs.k8s.io/yaml.</summary>
internal static class YamlScalars
{
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.");

    /// <summary>The scalar as JSON; null for YAML's null.</summary>
    internal static JsonValue? Resolve(Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain && scalar.Tag.IsEmpty) return JsonValue.Create(scalar.Value);
        return scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? ResolvePlain(scalar.Value) : ResolveTagged(scalar);
    }

    /// <summary>True where the text, written plainly, would be read as something other than itself.</summary>
    internal static bool IsAmbiguous(string text) => ResolvePlain(text) is not { } value || !value.TryGetValue<string>(out _);

    private static JsonValue? ResolveTagged(Scalar scalar) => scalar.Tag.Value switch
    {
        "tag:yaml.org,2002:str" or "tag:yaml.org,2002:binary" => JsonValue.Create(scalar.Value),
        "tag:yaml.org,2002:null" => null,
        "tag:yaml.org,2002:float" when Number(scalar.Value) is { } number => number,
        "tag:yaml.org,2002:int" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:timestamp" => ResolvePlain(scalar.Value),
        _ => throw new YamlException(scalar.Start, scalar.End, $"unsupported tag {scalar.Tag.Value}"),
    };

    private static JsonValue? ResolvePlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "y" or "Y" or "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "n" or "N" or "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
        }
        return (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') && Number(text) is { } number ? number : JsonValue.Create(text);
    }

    private static JsonValue? Number(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        var negative = plain.StartsWith('-');
        var digits = plain.AsSpan(negative || plain.StartsWith('+') ? 1 : 0);
        if (digits.Length == 0) return null;
        if (Based(digits) is { } based) return negative ? JsonValue.Create(-based) : JsonValue.Create(based);
        if (digits.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return JsonValue.Create(integer);
            if (ulong.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var large)) return JsonValue.Create(large);
        }
        return IsFloat(digits) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : null;
    }

    private static long? Based(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || digits[0] != '0') return null;
        var radix = digits[1] switch
        {
            'x' or 'X' => 16,
            'b' or 'B' => 2,
            'o' or 'O' or (>= '0' and <= '7') => 8,
            _ => 0,
        };
        var rest = char.IsAsciiDigit(digits[1]) ? digits[1..] : digits[2..];
        if (rest.Length == 0) return null;
        long value = 0;
        foreach (var character in rest)
        {
            var digit = char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : 16;
            if (digit >= radix || value > (long.MaxValue - digit) / radix) return null;
            value = (value * radix) + digit;
        }
        return value;
    }

    /// <summary><c>1.5</c>, <c>.5</c>, <c>1.</c>, <c>1e3</c>: digits with at most one dot, and an exponent.</summary>
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? text : text[..exponent];
        if (mantissa.ContainsAnyExcept(FloatCharacters) || mantissa.Count('.') > 1 || mantissa.IndexOfAnyInRange('0', '9') < 0) return false;
        if (exponent < 0) return true;
        var power = text[(exponent + 1)..];
        if (power.Length > 0 && power[0] is '-' or '+') power = power[1..];
        return power.Length > 0 && power.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
