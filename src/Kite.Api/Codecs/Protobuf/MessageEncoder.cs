using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Walks over the JSON of an object once and writes its message; fields that the table doesn't know are left out.</summary>
internal ref struct MessageEncoder(ReadOnlySpan<byte> json, WireWriter output)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonCodec.MaxDepth };
    private readonly ReadOnlySpan<byte> json = json;
    private Utf8JsonReader reader = new(json, Options);

    /// <summary>Writes the fields of the JSON object.</summary>
    public void Write(EncodingPlan plan)
    {
        reader.Read();
        Fields(plan);
    }

    private void Fields(EncodingPlan plan)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        var guess = 0;
        var inline = default(int[]);
        var (outer, inner) = (0, 0);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var field = reader.ValueIsEscaped ? plan.Find(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), ref guess) : plan.Find(reader.ValueSpan, ref guess);
            reader.Read();
            if (field is null || reader.TokenType is JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }
            if (!ReferenceEquals(field.Inline, inline))
            {
                EndInline(inline, outer, inner);
                inline = field.Inline;
                if (inline.Length > 0) outer = output.Begin(inline[0]);
                if (inline.Length > 1) inner = output.Begin(inline[1]);
            }
            Value(field.Number, field.Value);
        }
        EndInline(inline, outer, inner);
    }

    private readonly void EndInline(int[]? inline, int outer, int inner)
    {
        if (inline is null) return;
        if (inline.Length > 1) output.End(inner);
        if (inline.Length > 0) output.End(outer);
    }

    private void Value(int number, EncodedValue value)
    {
        switch (value.Kind)
        {
            case SchemaKind.Object when value.Choice is not SchemaChoice.None:
                WriteChoice(number, value);
                break;
            case SchemaKind.Object:
                WriteMessage(number, value.Message!);
                break;
            case SchemaKind.List:
                WriteItems(number, value.Element!);
                break;
            case SchemaKind.Map:
                WriteEntries(number, value.Element!);
                break;
            case SchemaKind.RawExtension or SchemaKind.FieldsV1:
                WriteRaw(number);
                break;
            case SchemaKind.Any:
                output.End(output.Begin(number));
                reader.Skip();
                break;
            default:
                ScalarEncoder.Write(ref reader, output, number, value.Kind);
                break;
        }
    }

    private void WriteMessage(int number, EncodingPlan plan)
    {
        var begun = output.Begin(number);
        Fields(plan);
        output.End(begun);
    }

    private void WriteItems(int number, EncodedValue element)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            // An item that is null is an empty one, so that the others keep their places.
            if (reader.TokenType is JsonTokenType.Null) output.Bytes(number, []);
            else Value(number, element);
        }
    }

    private void WriteEntries(int number, EncodedValue element)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var entry = output.Begin(number);
            ScalarEncoder.WriteText(ref reader, output, 1);
            reader.Read();
            if (reader.TokenType is not JsonTokenType.Null) WriteEntryValue(element);
            output.End(entry);
        }
    }

    private void WriteEntryValue(EncodedValue element)
    {
        if (element.Kind is not SchemaKind.List)
        {
            Value(2, element);
            return;
        }
        // A list can't be a map's value on the wire, so a message with the items stands for it.
        var items = output.Begin(2);
        Value(1, element);
        output.End(items);
    }

    private void WriteRaw(int number)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var raw = output.Begin(number);
        output.Bytes(1, json[start..(int)reader.BytesConsumed]);
        output.End(raw);
    }

    private void WriteChoice(int number, EncodedValue value)
    {
        var begun = output.Begin(number);
        var isSchema = reader.TokenType is JsonTokenType.StartObject;
        if (value.Choice is SchemaChoice.FlagOrSchema)
        {
            output.Number(1, reader.TokenType is JsonTokenType.False ? 0 : 1);
            if (isSchema) WriteMessage(2, value.Message!);
        }
        else if (isSchema)
        {
            WriteMessage(1, value.Message!);
        }
        else
        {
            WriteItems(2, value.Choice is SchemaChoice.SchemaOrList ? value with { Choice = SchemaChoice.None } : new EncodedValue(SchemaKind.String));
        }
        output.End(begun);
    }
}
