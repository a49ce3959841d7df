using System.Text;
using System.Text.Json;

namespace Kite.Api.Codecs;

/// <summary>Says what is wrong with JSON the way Go's decoder does, since clients show it and tests look for it.</summary>
internal static class JsonErrors
{
    internal static string Describe(ReadOnlySpan<byte> utf8, JsonException e)
    {
        if (e.Message.Contains("maximum configured depth", StringComparison.Ordinal)) return "exceeded max depth";
        var offset = Offset(utf8, e);
        while (offset < utf8.Length && utf8[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') offset++;
        if (offset >= utf8.Length) return "unexpected end of JSON input";
        var status = Rune.DecodeFromUtf8(utf8[offset..], out var rune, out _);
        if (status is not System.Buffers.OperationStatus.Done) return "invalid UTF-8 in JSON";
        return $"invalid character {Quote(rune)} {Where(utf8[..offset])}";
    }

    private static int Offset(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var offset = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            var end = utf8[offset..].IndexOf((byte)'\n');
            if (end < 0) break;
            offset += end + 1;
        }
        return offset + (int)(e.BytePositionInLine ?? 0);
    }

    private static string Quote(Rune rune) => rune.Value switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        '\n' => "'\\n'",
        '\t' => "'\\t'",
        '\r' => "'\\r'",
        < 0x20 => $"'\\x{rune.Value:x2}'",
        _ => $"'{rune}'",
    };

    /// <summary>What stood before tells what was looked for.</summary>
    private static string Where(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd(" \t\r\n"u8);
        if (before.Length == 0) return "looking for beginning of value";
        return (char)before[^1] switch
        {
            '{' => "looking for beginning of object key string",
            ',' => InObject(before) ? "looking for beginning of object key string" : "looking for beginning of value",
            ':' or '[' => "looking for beginning of value",
            _ => Depth(before) == 0 ? "after top-level value" : InObject(before) ? (AfterKey(before) ? "after object key" : "after object key:value pair") : "after array element",
        };
    }

    private static bool AfterKey(ReadOnlySpan<byte> before)
    {
        if (before[^1] != '"') return false;
        var start = before[..^1].LastIndexOf((byte)'"');
        var lead = start < 0 ? default : before[..start].TrimEnd(" \t\r\n"u8);
        return lead.Length > 0 && lead[^1] is (byte)'{' or (byte)',';
    }

    private static bool InObject(ReadOnlySpan<byte> before) => Open(before, out var last) > 0 && last == '{';

    private static int Depth(ReadOnlySpan<byte> before) => Open(before, out _);

    private static int Open(ReadOnlySpan<byte> before, out char last)
    {
        var stack = new Stack<char>();
        var inString = false;
        for (var i = 0; i < before.Length; i++)
        {
            var character = (char)before[i];
            if (inString && character == '\\') i++;
            else if (character == '"') inString = !inString;
            else if (inString) continue;
            else if (character is '{' or '[') stack.Push(character);
            else if (character is '}' or ']') stack.TryPop(out _);
        }
        last = stack.Count > 0 ? stack.Peek() : '\0';
        return stack.Count;
    }
}
