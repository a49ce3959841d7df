using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Kite.Api.Codecs.Protobuf;

namespace Kite.Api.Codecs.Gnostic;

/// <summary>Writes OpenAPI documents as gnostic's protobuf, which Go clients ask for. What the table of messages doesn't name is left out. An instance holds the table: documents are rarely written, so it is for one of them.</summary>
/// <remarks><see href="https://github.com/google/gnostic-models"/></remarks>
public sealed class GnosticEncoder
{
    private const string V2Document = "v2.Document";
    private readonly Dictionary<string, GnosticMessage> messages = ReadTable();

    /// <summary>The message of a document of version 2 in JSON.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] EncodeV2(ReadOnlyMemory<byte> json) => new GnosticEncoder().Encode(json, V2Document);

    /// <summary>The message of a document of version 3 in JSON.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] EncodeV3(ReadOnlyMemory<byte> json) => new GnosticEncoder().Encode(json, "v3.Document");

    /// <summary>The message of a member of a version 2 document, such as <c>paths</c>. Messages of several objects may be put behind each other: that is the message of all their members.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public byte[] EncodeV2Member(string name, ReadOnlyMemory<byte> json) => Encode(json, V2Field(name).Value.Type);

    /// <summary>What comes before a member's message in that of a version 2 document.</summary>
    /// <param name="name">The member.</param>
    /// <param name="length">The length of its message.</param>
    public byte[] BeginV2Member(string name, int length)
    {
        using var output = new WireWriter(16);
        output.Tag(V2Field(name).Number, WireType.Length);
        output.Varint((ulong)length);
        return output.Written.ToArray();
    }

    private GnosticField V2Field(string name) => messages[V2Document].Field(name, out _)!;

    private byte[] Encode(ReadOnlyMemory<byte> json, string root)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonCodec.MaxDepth });
        using var output = new WireWriter(json.Length / 2);
        if (document.RootElement.ValueKind is not JsonValueKind.Object) throw new JsonException("an OpenAPI document is an object");
        WriteMembers(messages[root], document.RootElement, output);
        return output.Written.ToArray();
    }

    private static Dictionary<string, GnosticMessage> ReadTable()
    {
        using var reader = new StreamReader(typeof(GnosticEncoder).Assembly.GetManifestResourceStream("gnostic.txt")!, Encoding.UTF8);
        var messages = new Dictionary<string, GnosticMessage>(StringComparer.Ordinal);
        GnosticMessage? message = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ') messages.Add(line, message = new GnosticMessage());
            else if (line.Trim(' ').Split('\t') is [var name, var number, var value])
                message!.Add(name, new GnosticField(name, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), GnosticValue.Parse(value)));
        }
        return messages;
    }

    private void WriteMembers(GnosticMessage message, JsonElement value, WireWriter output)
    {
        if (message.IsChoice)
        {
            if (message.Choose(value) is { } chosen) WriteField(chosen, value, output);
            return;
        }
        if (value.ValueKind is not JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (message.Field(member.Name, out var isNamed) is not { } field) continue;
            if (isNamed) WriteNamed(field, member, output);
            else WriteField(field, member.Value, output);
        }
    }

    private void WriteNamed(GnosticField field, JsonProperty member, WireWriter output)
    {
        var begun = output.Begin(field.Number);
        output.Bytes(1, Encoding.UTF8.GetBytes(member.Name));
        WriteField(new GnosticField("", 2, field.Value), member.Value, output);
        output.End(begun);
    }

    private void WriteField(GnosticField field, JsonElement value, WireWriter output)
    {
        var (number, kind) = (field.Number, field.Value);
        if (kind.Wrapper > 0)
        {
            var begun = output.Begin(number);
            WriteValues(kind.Wrapper, kind, value, output);
            output.End(begun);
            return;
        }
        WriteValues(number, kind, value, output);
    }

    private void WriteValues(int number, GnosticValue kind, JsonElement value, WireWriter output)
    {
        if (!kind.IsRepeated || value.ValueKind is not JsonValueKind.Array)
        {
            WriteValue(number, kind.Type, value, output);
            return;
        }
        foreach (var item in value.EnumerateArray()) WriteValue(number, kind.Type, item, output);
    }

    private void WriteValue(int number, string type, JsonElement value, WireWriter output)
    {
        switch (type)
        {
            case "string":
                if (value.ValueKind is JsonValueKind.String) output.Bytes(number, Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case "bool":
                if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) output.Number(number, value.GetBoolean() ? 1 : 0);
                break;
            case "int":
                if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var whole)) output.Number(number, (long)whole);
                break;
            case "double":
                if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var real)) output.Double(number, real);
                break;
            case "any":
                // JSON is YAML.
                var any = output.Begin(number);
                output.Bytes(2, JsonMarshal.GetRawUtf8Value(value));
                output.End(any);
                break;
            default:
                var begun = output.Begin(number);
                WriteMembers(messages[type], value, output);
                output.End(begun);
                break;
        }
    }
}
