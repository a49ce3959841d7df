using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Reads <c>application/vnd.kubernetes.protobuf</c>, the form in which most Go clients send built-in kinds, as JSON.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding"/></remarks>
/// <param name="schema">The types and their field numbers.</param>
public sealed class ProtobufDecoder(SchemaTable schema)
{
    private const int MaxDepth = 150;
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    private readonly ConcurrentDictionary<SchemaType, MessagePlan> plans = new();

    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The object of an envelope as UTF-8 JSON, with its <c>apiVersion</c> and <c>kind</c>.</summary>
    /// <exception cref="ProtobufException">The bytes have no envelope, name a kind that the table doesn't know, or are malformed.</exception>
    public byte[] ToJson(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic)) throw new ProtobufException("the body does not start with the Kubernetes envelope");
        var (apiVersion, kind, raw) = ReadEnvelope(body);
        var type = TypeOf(apiVersion, kind) ?? throw new ProtobufException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var buffer = new ArrayBufferWriter<byte>(body.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", apiVersion);
            writer.WriteString("kind", kind);
            WriteFields(writer, body, raw, Plan(type), 0);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static (string ApiVersion, string Kind, Range Raw) ReadEnvelope(ReadOnlySpan<byte> body)
    {
        var (apiVersion, kind, raw) = ("", "", body.Length..body.Length);
        foreach (var field in WireReader.Fields(body, Magic.Length..body.Length))
        {
            if (field is { Number: 2, Type: WireType.Length }) raw = field.Bytes;
            if (field is not { Number: 1, Type: WireType.Length }) continue;
            foreach (var meta in WireReader.Fields(body, field.Bytes))
            {
                if (meta is { Number: 1, Type: WireType.Length }) apiVersion = Encoding.UTF8.GetString(body[meta.Bytes]);
                if (meta is { Number: 2, Type: WireType.Length }) kind = Encoding.UTF8.GetString(body[meta.Bytes]);
            }
        }
        return (apiVersion, kind, raw);
    }

    private SchemaType? TypeOf(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        return schema.Type(Packages.TypeName(group, version, kind)) ?? schema.Type($"meta/v1.{kind}");
    }

    private MessagePlan Plan(SchemaType type) => plans.GetOrAdd(type, static type => new MessagePlan(type));

    private void WriteFields(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, Range message, MessagePlan plan, int depth)
    {
        if (depth > MaxDepth) throw new ProtobufException("exceeded max depth");
        var fields = WireReader.Fields(buffer, message);
        for (var i = 0; i < fields.Count; i++)
        {
            if (plan.Inline(fields[i].Number) is { } embedded)
            {
                WriteFields(writer, buffer, Bytes(fields[i]), embedded, depth + 1);
            }
            else if (plan.Field(fields[i].Number) is { } field && IsFirst(fields, i))
            {
                if (field.Type.Kind is SchemaKind.Time or SchemaKind.MicroTime && fields[i].Type is WireType.Length && Length(fields[i]) == 0) continue;
                writer.WritePropertyName(field.Name);
                WriteField(writer, buffer, fields, i, field.Type, depth);
            }
        }
    }

    private static bool IsFirst(List<WireField> fields, int index)
    {
        // Writers keep the items of a list together; looking back one place decides nearly always.
        for (var i = index - 1; i >= 0; i--)
        {
            if (fields[i].Number == fields[index].Number) return false;
        }
        return true;
    }

    private void WriteField(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, List<WireField> fields, int first, TypeReference type, int depth)
    {
        switch (type.Kind)
        {
            case SchemaKind.List:
                writer.WriteStartArray();
                for (var i = first; i < fields.Count; i++)
                {
                    if (fields[i].Number == fields[first].Number) WriteValue(writer, buffer, fields[i], type.Element!, depth);
                }
                writer.WriteEndArray();
                break;
            case SchemaKind.Map:
                writer.WriteStartObject();
                for (var i = first; i < fields.Count; i++)
                {
                    if (fields[i].Number == fields[first].Number) WriteEntry(writer, buffer, fields[i], type.Element!, depth);
                }
                writer.WriteEndObject();
                break;
            default:
                // Of a field that may stand once, the last one counts.
                WriteValue(writer, buffer, fields.FindLast(field => field.Number == fields[first].Number), type, depth);
                break;
        }
    }

    private void WriteEntry(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, WireField entry, TypeReference element, int depth)
    {
        var parts = WireReader.Fields(buffer, Bytes(entry));
        var key = parts.FindIndex(part => part.Number == 1);
        writer.WritePropertyName(key < 0 ? [] : Text(buffer, Bytes(parts[key])));
        var value = parts.FindIndex(part => part.Number == 2);
        if (value < 0) WriteValue(writer, buffer, new WireField(2, WireType.Length, 0, buffer.Length..buffer.Length), element, depth);
        else if (element.Kind is SchemaKind.List) WriteField(writer, buffer, WireReader.Fields(buffer, Bytes(parts[value])), 0, element, depth);
        else WriteValue(writer, buffer, parts[value], element, depth);
    }

    private void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, WireField field, TypeReference type, int depth)
    {
        switch (type.Kind)
        {
            case SchemaKind.Int32:
                writer.WriteNumberValue((int)field.Value);
                break;
            case SchemaKind.Int64:
                writer.WriteNumberValue((long)field.Value);
                break;
            case SchemaKind.Bool:
                writer.WriteBooleanValue(field.Value != 0);
                break;
            case SchemaKind.Double:
                WriteDouble(writer, field);
                break;
            case SchemaKind.Duration:
                writer.WriteStringValue(field.Type is WireType.Varint ? GoDuration.Format(TimeSpan.FromTicks((long)field.Value / 100)) : DurationOf(buffer, field));
                break;
            case SchemaKind.String:
                writer.WriteStringValue(Text(buffer, Bytes(field)));
                break;
            case SchemaKind.Bytes:
                writer.WriteBase64StringValue(buffer[Bytes(field)]);
                break;
            case SchemaKind.Object:
                WriteObject(writer, buffer, field, type.TypeName!, depth);
                break;
            default:
                WriteSpecial(writer, buffer, WireReader.Fields(buffer, Bytes(field)), type.Kind);
                break;
        }
    }

    /// <summary>Writes a message as an object of a type.</summary>
    internal void WriteObject(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, WireField field, string typeName, int depth)
    {
        if (schema.Type(typeName) is not { } type)
        {
            if (depth > MaxDepth) throw new ProtobufException("exceeded max depth");
            new SchemaChoiceDecoder(this).Write(writer, buffer, WireReader.Fields(buffer, Bytes(field)), typeName, depth + 1);
            return;
        }
        writer.WriteStartObject();
        WriteFields(writer, buffer, Bytes(field), Plan(type), depth + 1);
        writer.WriteEndObject();
    }

    private static void WriteSpecial(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, List<WireField> fields, SchemaKind kind)
    {
        switch (kind)
        {
            case SchemaKind.Quantity:
                writer.WriteStringValue(fields.FindIndex(field => field.Number == 1) is >= 0 and var text ? Text(buffer, Bytes(fields[text])) : "0"u8);
                break;
            case SchemaKind.IntOrString when fields.Exists(field => field is { Number: 1, Value: 1 }):
                writer.WriteStringValue(fields.FindIndex(field => field.Number == 3) is >= 0 and var word ? Text(buffer, Bytes(fields[word])) : []);
                break;
            case SchemaKind.IntOrString:
                writer.WriteNumberValue((int)NumberOf(fields, 2));
                break;
            case SchemaKind.Time:
                writer.WriteStringValue(Timestamps.Format(TimeOf(fields)));
                break;
            case SchemaKind.MicroTime:
                writer.WriteStringValue(Timestamps.FormatMicro(TimeOf(fields)));
                break;
            default:
                WriteRaw(writer, buffer, fields);
                break;
        }
    }

    /// <summary>Writes the JSON that a message holds in its first field.</summary>
    internal static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, List<WireField> fields)
    {
        var index = fields.FindIndex(field => field is { Number: 1, Type: WireType.Length });
        if (index < 0 || Length(fields[index]) == 0)
        {
            writer.WriteNullValue();
            return;
        }
        try
        {
            writer.WriteRawValue(buffer[fields[index].Bytes]);
        }
        catch (JsonException e)
        {
            throw new ProtobufException($"embedded object: {e.Message}");
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, WireField field)
    {
        var value = BitConverter.UInt64BitsToDouble(field.Value);
        if (!double.IsFinite(value)) throw new ProtobufException("a number is not finite");
        writer.WriteNumberValue(value);
    }

    private static string DurationOf(ReadOnlySpan<byte> buffer, WireField field) =>
        GoDuration.Format(TimeSpan.FromTicks(NumberOf(WireReader.Fields(buffer, Bytes(field)), 1) / 100));

    private static DateTimeOffset TimeOf(List<WireField> fields)
    {
        var seconds = NumberOf(fields, 1);
        if (seconds is < -62135596800 or > 253402300799) throw new ProtobufException("a time is out of range");
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(Math.Clamp(NumberOf(fields, 2), 0, 999_999_999) / 100);
    }

    private static long NumberOf(List<WireField> fields, int number) => fields.FindIndex(field => field.Number == number) is >= 0 and var index ? (long)fields[index].Value : 0;

    /// <summary>Where the bytes of a field are.</summary>
    internal static Range Bytes(WireField field) => field.Type is WireType.Length ? field.Bytes : throw new ProtobufException($"wrong wireType = {(int)field.Type} for field {field.Number}");

    private static int Length(WireField field) => field.Bytes.End.Value - field.Bytes.Start.Value;

    /// <summary>The text at a place.</summary>
    internal static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> buffer, Range range)
    {
        var text = buffer[range];
        return Utf8.IsValid(text) ? text : throw new ProtobufException("string field contains invalid UTF-8");
    }
}
