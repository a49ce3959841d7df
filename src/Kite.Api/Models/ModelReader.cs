using System.Globalization;
using System.Text;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Meta;

namespace Kite.Api.Models;

/// <summary>What the generated records read with. Every method finds the reader on the value and leaves it on the value's last token.</summary>
internal static class ModelReader
{
    internal delegate T ReadValue<out T>(ref Utf8JsonReader reader);

    /// <summary>Steps onto the next property name of the object that the reader is in; false at its end.</summary>
    /// <remarks>It can't tell a null in place of the object from a null as the value just read: whoever starts an object looks for the former.</remarks>
    internal static bool NextProperty(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw new JsonException("unexpected end of JSON input");
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => true,
            JsonTokenType.EndObject => false,
            _ => throw new JsonException($"expected an object, found {reader.TokenType}"),
        };
    }

    /// <summary>Steps over the value of the property that the reader is on.</summary>
    internal static void SkipProperty(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    internal static IReadOnlyList<T> List<T>(ref Utf8JsonReader reader, ReadValue<T> read)
    {
        if (reader.TokenType is JsonTokenType.Null) return [];
        Expect(reader.TokenType, JsonTokenType.StartArray);
        if (!reader.Read() || reader.TokenType is JsonTokenType.EndArray) return [];
        var first = read(ref reader);
        if (!reader.Read() || reader.TokenType is JsonTokenType.EndArray) return [first];
        var list = new List<T> { first };
        do list.Add(read(ref reader));
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray);
        return list.ToArray();
    }

    internal static IReadOnlyDictionary<string, T> Map<T>(ref Utf8JsonReader reader, ReadValue<T> read)
    {
        if (reader.TokenType is JsonTokenType.Null) return EmptyMap<T>.Instance;
        Dictionary<string, T>? map = null;
        while (NextProperty(ref reader))
        {
            var key = SharedStrings.Read(ref reader);
            reader.Read();
            (map ??= new(StringComparer.Ordinal))[key] = read(ref reader);
        }
        return map ?? EmptyMap<T>.Instance;
    }

    internal static string String(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return "";
        Expect(reader.TokenType, JsonTokenType.String);
        return SharedStrings.Read(ref reader);
    }

    internal static byte[] Bytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return [];
        Expect(reader.TokenType, JsonTokenType.String);
        return reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException("illegal base64 data");
    }

    internal static int Int32(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType, JsonTokenType.Number);
        return reader.TryGetInt32(out var number) ? number : throw new JsonException("the number is not a 32-bit integer");
    }

    internal static long Int64(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType, JsonTokenType.Number);
        return reader.TryGetInt64(out var number) ? number : throw new JsonException("the number is not a 64-bit integer");
    }

    internal static double Double(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType, JsonTokenType.Number);
        return reader.GetDouble();
    }

    internal static bool Bool(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.True or JsonTokenType.False
        ? reader.GetBoolean()
        : throw new JsonException($"expected a boolean, found {reader.TokenType}");

    internal static JsonElement Any(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    internal static DateTimeOffset Time(ref Utf8JsonReader reader)
    {
        var text = String(ref reader);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new JsonException($"\"{text}\" is not an RFC 3339 time");
    }

    internal static Quantity Quantity(ref Utf8JsonReader reader) =>
        new(reader.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : String(ref reader));

    internal static IntOrString IntOrString(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number ? Int32(ref reader) : String(ref reader);

    /// <summary>True where the reader is on a JSON null, which stands for an absent field.</summary>
    internal static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.Null;

    private static void Expect(JsonTokenType found, JsonTokenType expected)
    {
        if (found != expected) throw new JsonException($"expected {expected}, found {found}");
    }
}
