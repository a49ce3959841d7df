using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.UnitTests.Api.Codecs.Protobuf;

/// <summary>Makes objects of a type with random content of every shape the table knows; never empty maps and lists, which protobuf can't tell from none.</summary>
internal sealed class RandomObject(SchemaTable schema, int seed)
{
    private const int MaxDepth = 7;
    private const string JsonSchema = "apiextensions/v1.JSONSchemaProps";
    private static readonly string[] Texts = ["a", "web-1", "grüße", "\"quoted\"\n\t", "日本", "\\u0041", "x y", new string('z', 200)];
    private readonly Random random = new(seed);

    /// <summary>An object of the type.</summary>
    public JsonObject Of(SchemaType type, int depth = 0)
    {
        var value = new JsonObject();
        foreach (var field in type.Fields)
        {
            if (field.Number.Length == 0 || random.Next(depth < 3 ? 2 : 4) > 0) continue;
            if (Value(field.Type, depth) is { } made) value[field.Name] = made;
        }
        return value;
    }

    private JsonNode? Value(TypeReference reference, int depth) => reference.Kind switch
    {
        SchemaKind.String => Text(),
        SchemaKind.Int32 => random.Next(int.MinValue, int.MaxValue),
        SchemaKind.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
        SchemaKind.Bool => random.Next(2) == 0,
        SchemaKind.Double => Math.Round(random.NextDouble() * 1000) / 8,
        SchemaKind.Bytes => Convert.ToBase64String([.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => (byte)random.Next(256))]),
        SchemaKind.Time => Timestamps.Format(DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(1, 4_000_000_000))),
        SchemaKind.MicroTime => Timestamps.FormatMicro(DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-1_000_000, 4_000_000_000)).AddMicroseconds(random.Next(1_000_000))),
        SchemaKind.Duration => GoDuration.Format(TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.TicksPerDay))),
        SchemaKind.Quantity => $"{random.Next(1, 5000)}Mi",
        SchemaKind.IntOrString => random.Next(2) == 0 ? random.Next(-5, 70000) : Text(),
        SchemaKind.RawExtension or SchemaKind.FieldsV1 => new JsonObject { ["f:a"] = new JsonArray(1, "b", null), ["k"] = Text() },
        SchemaKind.List => depth > MaxDepth ? null : List(reference.Element!, depth),
        SchemaKind.Map => depth > MaxDepth ? null : Map(reference.Element!, depth),
        SchemaKind.Object => depth > MaxDepth ? null : Object(reference.TypeName!, depth),
        _ => null,
    };

    private JsonNode? Object(string name, int depth) => name switch
    {
        "apiextensions/v1.JSON" => random.Next(2) == 0 ? Text() : new JsonArray(1, true),
        "apiextensions/v1.struct{}" => new JsonObject(),
        JsonSchema + "OrArray" => random.Next(2) == 0 ? Schema(depth) : new JsonArray(Schema(depth), Schema(depth)),
        JsonSchema + "OrBool" => random.Next(2) == 0 ? Schema(depth) : random.Next(2) == 0,
        JsonSchema + "OrStringArray" => random.Next(2) == 0 ? Schema(depth) : new JsonArray(Text(), Text()),
        _ => schema.Type(name) is { } type ? Of(type, depth + 1) : null,
    };

    private JsonObject Schema(int depth) => Of(schema.Type(JsonSchema)!, depth + 2);

    private JsonArray? List(TypeReference element, int depth)
    {
        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(element, depth + 1)).OfType<JsonNode>().ToArray();
        return items.Length == 0 ? null : new JsonArray(items);
    }

    private JsonObject? Map(TypeReference element, int depth)
    {
        var map = new JsonObject();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            if (Value(element, depth + 1) is { } value) map[Text() + i] = value;
        }
        return map.Count == 0 ? null : map;
    }

    private string Text() => Texts[random.Next(Texts.Length)];
}
