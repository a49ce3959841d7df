using System.Text;
using System.Text.Json;

namespace Kite.Api.Decoding;

/// <summary>Says what is wrong with text that isn't JSON, the way Go's decoder does.</summary>
internal static class MalformedJson
{
    private const int SummaryLength = 30;

    internal static string Explain(ReadOnlySpan<byte> utf8, JsonException error)
    {
        var offset = Offset(utf8, error);
        if (offset >= utf8.TrimEnd(" \t\r\n"u8).Length) return "unexpected end of JSON input";
        return $"invalid character '{(char)utf8[offset]}' looking for beginning of value";
    }

    internal static string Summary(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "<empty>";
        var start = utf8[..Math.Min(SummaryLength, utf8.Length)];
        var text = utf8[0] == (byte)'{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return utf8.Length > SummaryLength ? text + " ..." : text;
    }

    private static int Offset(ReadOnlySpan<byte> utf8, JsonException error)
    {
        var start = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var feed = utf8[start..].IndexOf((byte)'\n');
            if (feed < 0) break;
            start += feed + 1;
        }
        return start + (int)(error.BytePositionInLine ?? 0);
    }
}
