using System.Text.Json;
using Kite.Api.Meta;

namespace Kite.Api.Models;

/// <summary>What the generated records write with.</summary>
internal static class ModelWriter
{
    internal static void List<T>(Utf8JsonWriter writer, IReadOnlyList<T> list, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in list) write(writer, item);
        writer.WriteEndArray();
    }

    internal static void Map<T>(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> map, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(key);
            write(writer, value);
        }
        writer.WriteEndObject();
    }

    internal static void Any(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined) writer.WriteNullValue();
        else value.WriteTo(writer);
    }

    internal static void Time(Utf8JsonWriter writer, DateTimeOffset time) => writer.WriteStringValue(Timestamps.Format(time));

    internal static void MicroTime(Utf8JsonWriter writer, DateTimeOffset time) => writer.WriteStringValue(Timestamps.FormatMicro(time));

    internal static void Quantity(Utf8JsonWriter writer, Quantity quantity) => writer.WriteStringValue(quantity.ToString());

    internal static void IntOrString(Utf8JsonWriter writer, IntOrString value)
    {
        if (value.Text is { } text) writer.WriteStringValue(text);
        else writer.WriteNumberValue(value.Number);
    }
}
