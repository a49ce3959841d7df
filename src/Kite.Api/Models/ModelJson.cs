using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.Api.Codecs;

namespace Kite.Api.Models;

/// <summary>Records as JSON bytes and back.</summary>
public static class ModelJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The record as UTF-8 JSON.</summary>
    public static byte[] ToUtf8<T>(T model)
        where T : class, IApiModel<T>
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        WriteTo(buffer, model);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the record as UTF-8 JSON.</summary>
    public static void WriteTo<T>(IBufferWriter<byte> buffer, T model)
        where T : class, IApiModel<T>
    {
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        model.Write(writer);
    }

    /// <summary>Reads a record from UTF-8 JSON.</summary>
    /// <exception cref="JsonException">The JSON is malformed or a value has the wrong type.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8)
        where T : class, IApiModel<T>
    {
        var reader = new Utf8JsonReader(utf8, JsonCodec.ReaderOptions);
        reader.Read();
        return T.Read(ref reader);
    }

    /// <summary>The record as JSON text.</summary>
    public static string ToText<T>(T model)
        where T : class, IApiModel<T> => Encoding.UTF8.GetString(ToUtf8(model));

    internal static bool Same<T>(T left, T right)
        where T : class, IApiModel<T> => ToUtf8(left).AsSpan().SequenceEqual(ToUtf8(right));

    internal static int Hash<T>(T model)
        where T : class, IApiModel<T>
    {
        var hash = default(HashCode);
        hash.AddBytes(ToUtf8(model));
        return hash.ToHashCode();
    }
}
