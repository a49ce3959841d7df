using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Json;

namespace Kite.Api.Apply;

/// <summary>Scalars as JSON text, for the keys of list items.</summary>
internal static class ScalarText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:@ ");

    internal static string Of(JsonNode value)
    {
        if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text.AsSpan().IndexOfAnyExcept(Plain) < 0) return string.Concat("\"", text, "\"");
        return JsonNodes.AsInteger(value) is { } number ? number.ToString(CultureInfo.InvariantCulture) : JsonCodec.ToText(value);
    }
}
