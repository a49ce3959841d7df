using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.Api.Validation;

/// <summary>Checks what the table alone says of an object: required fields and closed sets of values.</summary>
internal sealed class SchemaValidator(SchemaTable schema)
{
    /// <summary>The table.</summary>
    internal SchemaTable Table => schema;

    /// <summary>Checks an object of a kind, without its metadata and status.</summary>
    internal void Validate(JsonObject value, SchemaType type, FieldErrors errors)
    {
        foreach (var field in type.Fields)
        {
            if (field.Name is not ("metadata" or "status")) ValidateField(value, field, FieldPath.Root, errors);
        }
    }

    private void ValidateObject(JsonObject value, SchemaType type, FieldPath path, FieldErrors errors)
    {
        foreach (var field in type.Fields) ValidateField(value, field, path, errors);
    }

    private void ValidateField(JsonObject value, SchemaField field, FieldPath path, FieldErrors errors)
    {
        if (value[field.Name] is { } node) ValidateValue(node, field.Type, path.Child(field.Name), errors);
        else if (field.IsRequired && field.Type.Kind is not (SchemaKind.Object or SchemaKind.Bool)) errors.Required(path.Child(field.Name));
    }

    private void ValidateValue(JsonNode node, TypeReference type, FieldPath path, FieldErrors errors)
    {
        switch (type.Kind)
        {
            case SchemaKind.String when type is { IsClosed: true, Values: { } values }:
                if (node.AsText() is { Length: > 0 } text && !values.Contains(text)) errors.NotSupported(path, text, values);
                break;
            case SchemaKind.Object when node is JsonObject value && schema.Resolve(type) is { } known && known.Name != "meta/v1.ObjectMeta":
                ValidateObject(value, known, path, errors);
                break;
            case SchemaKind.List when node is JsonArray list:
                for (var at = 0; at < list.Count; at++)
                {
                    if (list[at] is { } item) ValidateValue(item, type.Element!, path.Item(at), errors);
                }
                break;
            case SchemaKind.Map when node is JsonObject map:
                foreach (var (key, item) in map)
                {
                    if (item is not null) ValidateValue(item, type.Element!, path.Key(key), errors);
                }
                break;
        }
    }
}
