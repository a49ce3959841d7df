using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Kite.Api.Codecs.Protobuf;

namespace Kite.Api.Codecs.Gnostic;

/// <summary>Writes OpenAPI documents as gnostic's protobuf, which Go clients ask for. What the table of messages doesn't name is left out.</summary>
/// <remarks><see href="https://github.com/google/gnostic-models"/></remarks>
public sealed class GnosticEncoder
{
    private readonly Dictionary<string, GnosticMessage> messages;
    private readonly WireWriter output;

    private GnosticEncoder(Dictionary<string, GnosticMessage> messages, WireWriter output)
    {
        this.messages = messages;
        this.output = output;
    }

    /// <summary>The message of a document of version 2 in JSON.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] EncodeV2(ReadOnlyMemory<byte> json) => Encode(json, "v2.Document");

    /// <summary>The message of a document of version 3 in JSON.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] EncodeV3(ReadOnlyMemory<byte> json) => Encode(json, "v3.Document");

    private static byte[] Encode(ReadOnlyMemory<byte> json, string root)
    {
        // The table is read anew: documents are asked for rarely, and clients keep them.
        var messages = ReadTable();
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonCodec.MaxDepth });
        using var output = new WireWriter(json.Length / 2);
        if (document.RootElement.ValueKind is not JsonValueKind.Object) throw new JsonException("an OpenAPI document is an object");
        new GnosticEncoder(messages, output).WriteMembers(messages[root], document.RootElement);
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

    private void WriteMembers(GnosticMessage message, JsonElement value)
    {
        if (message.IsChoice)
        {
            if (message.Choose(value) is { } chosen) WriteField(chosen, value);
            return;
        }
        if (value.ValueKind is not JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (message.Field(member.Name, out var isNamed) is not { } field) continue;
            if (isNamed) WriteNamed(field, member);
            else WriteField(field, member.Value);
        }
    }

    private void WriteNamed(GnosticField field, JsonProperty member)
    {
        var begun = output.Begin(field.Number);
        output.Bytes(1, Encoding.UTF8.GetBytes(member.Name));
        WriteField(new GnosticField("", 2, field.Value), member.Value);
        output.End(begun);
    }

    private void WriteField(GnosticField field, JsonElement value)
    {
        var (number, kind) = (field.Number, field.Value);
        if (kind.Wrapper > 0)
        {
            var begun = output.Begin(number);
            WriteValues(kind.Wrapper, kind, value);
            output.End(begun);
            return;
        }
        WriteValues(number, kind, value);
    }

    private void WriteValues(int number, GnosticValue kind, JsonElement value)
    {
        if (!kind.IsRepeated || value.ValueKind is not JsonValueKind.Array)
        {
            WriteValue(number, kind.Type, value);
            return;
        }
        foreach (var item in value.EnumerateArray()) WriteValue(number, kind.Type, item);
    }

    private void WriteValue(int number, string type, JsonElement value)
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
                WriteMembers(messages[type], value);
                output.End(begun);
                break;
        }
    }
}
