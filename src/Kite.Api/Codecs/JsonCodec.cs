using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Errors;

namespace Kite.Api.Codecs;

/// <summary>JSON bytes to nodes and back.</summary>
public static class JsonCodec
{
    /// <summary>How deep objects and lists may nest, in requests as in what the server writes.</summary>
    public const int MaxDepth = 500;

    /// <summary>How what is stored is read: it may nest as deep as what is taken.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>How documents of what is stored are read.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxDepth };

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = MaxDepth + 2 };
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads one JSON value; of a property that is there twice, the last counts.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="duplicates">Gets the paths of properties that are there twice, such as <c>spec.replicas</c>, where given.</param>
    /// <exception cref="ApiStatusException">It isn't JSON, isn't UTF-8, or nests too deep (400).</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            if (!reader.Read()) throw ApiErrors.BadRequest("unexpected end of JSON input");
            var node = ReadValue(ref reader, "", duplicates);
            while (reader.Read()) { }
            return node;
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest(JsonErrors.Describe(utf8, e), e);
        }
        catch (InvalidOperationException e)
        {
            // The reader says so where a string holds bytes that aren't UTF-8.
            throw ApiErrors.BadRequest("invalid UTF-8 in JSON string", e);
        }
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="ApiStatusException">It isn't one (400).</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) =>
        Parse(utf8, duplicates) as JsonObject ?? throw ApiErrors.BadRequest("json: cannot unmarshal the body into Go value of type map[string]interface {}");

    /// <summary>The value as UTF-8 JSON in its own array.</summary>
    public static byte[] ToUtf8(JsonNode? node)
    {
        using var buffer = new PooledBuffer(4096);
        Write(buffer, node);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the value as UTF-8 JSON.</summary>
    public static void Write(IBufferWriter<byte> buffer, JsonNode? node)
    {
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        Write(writer, node);
    }

    /// <summary>The value as JSON text.</summary>
    public static string ToText(JsonNode? node) => Encoding.UTF8.GetString(ToUtf8(node));

    /// <summary>Writes the value.</summary>
    public static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null) writer.WriteNullValue();
        else node.WriteTo(writer);
    }

    /// <summary>About how many bytes the value takes as JSON; cheap.</summary>
    internal static int Measure(JsonNode? node) => node switch
    {
        JsonObject map => map.Sum(property => property.Key.Length + 4 + Measure(property.Value)) + 2,
        JsonArray list => list.Sum(item => 1 + Measure(item)) + 2,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length + 2,
        _ => 8,
    };

    /// <summary>Reads the value that a reader is at; of a property that is there twice, the last counts.</summary>
    /// <exception cref="ApiStatusException">A number is beyond all bounds (400).</exception>
    internal static JsonNode? Read(ref Utf8JsonReader reader) => ReadValue(ref reader, "", null);

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, path, duplicates);
            case JsonTokenType.StartArray:
                return ReadList(ref reader, path, duplicates);
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            default:
                return null;
        }
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var map = new JsonObject();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            // Paths are only needed to name duplicates.
            var inner = duplicates is null ? path : path.Length == 0 ? name : $"{path}.{name}";
            // Few look into field sets, which are a third of many objects: they stay text until somebody does.
            var value = name == "fieldsV1" && reader.TokenType is JsonTokenType.StartObject
                ? JsonObject.Create(JsonElement.ParseValue(ref reader))
                : ReadValue(ref reader, inner, duplicates);
            if (map.TryAdd(name, value)) continue;
            duplicates?.Add(inner);
            map[name] = value;
        }
        return map;
    }

    private static JsonArray ReadList(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var list = new JsonArray();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader, duplicates is null ? path : $"{path}[{list.Count}]", duplicates));
        return list;
    }

    private static JsonValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer)) return JsonValue.Create(integer);
        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : throw ApiErrors.BadRequest($"json: cannot unmarshal number {StrictUtf8.GetString(reader.ValueSpan)} into Go value of type float64");
    }
}
