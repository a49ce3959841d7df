using System.Buffers.Text;
using System.Text.Json;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Writes single values; one whose JSON is of another type than the table says is left out.</summary>
internal static class ScalarEncoder
{
    /// <summary>Writes the value that the reader is on.</summary>
    public static void Write(ref Utf8JsonReader reader, WireWriter output, int number, SchemaKind kind)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                WriteString(ref reader, output, number, kind);
                break;
            case JsonTokenType.Number:
                WriteNumber(ref reader, output, number, kind);
                break;
            case JsonTokenType.True or JsonTokenType.False when kind is SchemaKind.Bool:
                output.Number(number, reader.TokenType is JsonTokenType.True ? 1 : 0);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Writes a string or a property's name.</summary>
    public static void WriteText(ref Utf8JsonReader reader, WireWriter output, int number)
    {
        if (!reader.ValueIsEscaped)
        {
            output.Bytes(number, reader.ValueSpan);
            return;
        }
        var begun = output.Begin(number);
        output.Advance(reader.CopyString(output.Reserve(reader.ValueSpan.Length)));
        output.End(begun);
    }

    private static void WriteString(ref Utf8JsonReader reader, WireWriter output, int number, SchemaKind kind)
    {
        switch (kind)
        {
            case SchemaKind.String:
                WriteText(ref reader, output, number);
                break;
            case SchemaKind.Bytes:
                WriteBytes(ref reader, output, number);
                break;
            case SchemaKind.Quantity:
                var quantity = output.Begin(number);
                WriteText(ref reader, output, 1);
                output.End(quantity);
                break;
            case SchemaKind.IntOrString:
                var choice = output.Begin(number);
                output.Number(1, 1);
                output.Number(2, 0);
                WriteText(ref reader, output, 3);
                output.End(choice);
                break;
            case SchemaKind.Time or SchemaKind.MicroTime:
                WriteTime(ref reader, output, number, kind);
                break;
            case SchemaKind.Duration when GoDuration.TryParse(reader.GetString(), out var duration):
                var message = output.Begin(number);
                output.Number(1, duration.Ticks * TimeSpan.NanosecondsPerTick);
                output.End(message);
                break;
            default:
                break;
        }
    }

    private static void WriteNumber(ref Utf8JsonReader reader, WireWriter output, int number, SchemaKind kind)
    {
        switch (kind)
        {
            case SchemaKind.Int32 or SchemaKind.Int64:
                output.Number(number, Integer(ref reader));
                break;
            case SchemaKind.Double:
                output.Double(number, reader.GetDouble());
                break;
            case SchemaKind.Quantity:
                var quantity = output.Begin(number);
                output.Bytes(1, reader.ValueSpan);
                output.End(quantity);
                break;
            case SchemaKind.IntOrString:
                var choice = output.Begin(number);
                output.Number(1, 0);
                output.Number(2, Integer(ref reader));
                output.Bytes(3, []);
                output.End(choice);
                break;
            default:
                break;
        }
    }

    private static long Integer(ref Utf8JsonReader reader) => reader.TryGetInt64(out var integer) ? integer : (long)reader.GetDouble();

    private static void WriteBytes(ref Utf8JsonReader reader, WireWriter output, int number)
    {
        var begun = output.Begin(number);
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped && Base64.DecodeFromUtf8(text, output.Reserve(Base64.GetMaxDecodedFromUtf8Length(text.Length)), out _, out var written) is System.Buffers.OperationStatus.Done) output.Advance(written);
        else if (reader.TryGetBytesFromBase64(out var bytes)) output.Raw(bytes);
        output.End(begun);
    }

    private static void WriteTime(ref Utf8JsonReader reader, WireWriter output, int number, SchemaKind kind)
    {
        if (!reader.TryGetDateTimeOffset(out var time) && !Timestamps.TryParse(reader.GetString(), out time)) return;
        var message = output.Begin(number);
        output.Number(1, time.ToUnixTimeSeconds());
        // Time has whole seconds in JSON, and upstream keeps the two forms alike.
        output.Number(2, kind is SchemaKind.Time ? 0 : time.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond * 1000);
        output.End(message);
    }
}
