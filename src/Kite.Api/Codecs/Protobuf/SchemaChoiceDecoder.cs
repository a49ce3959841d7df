using System.Text.Json;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Reads the types of <c>apiextensions.k8s.io</c> that the table doesn't have, for their JSON is not an object of their fields.</summary>
/// <param name="decoder">Reads the schemas inside them.</param>
internal sealed class SchemaChoiceDecoder(ProtobufDecoder decoder)
{
    private const string JsonSchema = "apiextensions/v1.JSONSchemaProps";

    /// <summary>Writes a message as the JSON of a type.</summary>
    /// <exception cref="ProtobufException">The type isn't one of these.</exception>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, List<WireField> fields, string typeName, int depth)
    {
        switch (typeName)
        {
            case "apiextensions/v1.JSON":
                ProtobufDecoder.WriteRaw(writer, buffer, fields);
                break;
            case "apiextensions/v1.struct{}":
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case JsonSchema + "OrBool":
                if (Find(fields, 2) is { } schema) decoder.WriteObject(writer, buffer, schema, JsonSchema, depth);
                else writer.WriteBooleanValue(fields.Exists(field => field is { Number: 1, Value: not 0 }));
                break;
            case JsonSchema + "OrArray" or JsonSchema + "OrStringArray":
                if (Find(fields, 1) is { } single) decoder.WriteObject(writer, buffer, single, JsonSchema, depth);
                else WriteItems(writer, buffer, fields, typeName == JsonSchema + "OrArray", depth);
                break;
            default:
                throw new ProtobufException($"unknown type {typeName}");
        }
    }

    private void WriteItems(Utf8JsonWriter writer, ReadOnlySpan<byte> buffer, List<WireField> fields, bool areSchemas, int depth)
    {
        writer.WriteStartArray();
        foreach (var field in fields.Where(field => field.Number == 2))
        {
            if (areSchemas) decoder.WriteObject(writer, buffer, field, JsonSchema, depth);
            else writer.WriteStringValue(ProtobufDecoder.Text(buffer, ProtobufDecoder.Bytes(field)));
        }
        writer.WriteEndArray();
    }

    private static WireField? Find(List<WireField> fields, int number) => fields.FindIndex(field => field.Number == number) is >= 0 and var index ? fields[index] : null;
}
