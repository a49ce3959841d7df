using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>One pass over the JSON of an object, building what the schema knows of it.</summary>
internal ref struct ObjectReader
{
    private const int MaxDepth = 256;

    /// <summary>As many as upstream tells of, each once.</summary>
    private const int MaxProblems = 100;

    private readonly List<string>? problems;
    private readonly FieldTrail trail;
    private Utf8JsonReader reader;

    /// <summary>A reader that notes unknown and duplicate fields in the list, if there is one.</summary>
    internal ObjectReader(ReadOnlySpan<byte> utf8, List<string>? problems)
    {
        this.problems = problems;
        trail = new FieldTrail();
        reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    private ObjectReader(Utf8JsonReader reader, FieldTrail trail)
    {
        this.reader = reader;
        this.trail = trail;
    }

    private readonly bool Notes => problems is { Count: < MaxProblems };

    /// <summary>Reads the whole text as an object of the plan.</summary>
    internal JsonObject ReadRoot(ObjectPlan plan)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject) throw Mismatch(plan.GoName);
        var result = ReadObject(plan);
        reader.Read();
        return result;
    }

    private JsonObject ReadObject(ObjectPlan plan)
    {
        var result = new JsonObject();
        UInt128 seen = 0;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            if (plan.Find(ref reader) is not { } field)
            {
                SkipUnknown();
                continue;
            }
            var bit = UInt128.One << field.Ordinal;
            if ((seen & bit) != 0 && Notes) Note("duplicate", trail.PathOf(field.Name));
            seen |= bit;
            trail.EnterField(field.Name, plan.Type.ShortName);
            reader.Read();
            var node = reader.TokenType is JsonTokenType.Null ? null : ReadValue(field.Value);
            trail.Leave();
            if (node is not null && !(field.OmitsZero && Kinds.JsonFields.IsZero(node))) result[field.Name] = node;
        }
        return result;
    }

    private readonly void Note(string what, string path)
    {
        var problem = $"{what} field \"{path}\"";
        if (!problems!.Contains(problem)) problems.Add(problem);
    }

    private void SkipUnknown()
    {
        if (Notes) Note("unknown", trail.PathOf(reader.GetString()!));
        reader.Read();
        reader.Skip();
    }

    private JsonNode? ReadValue(ValuePlan plan) => plan.Kind switch
    {
        SchemaKind.Object => reader.TokenType is JsonTokenType.StartObject ? ReadObject(plan.Object!) : throw Mismatch(plan.GoName),
        SchemaKind.List => reader.TokenType is JsonTokenType.StartArray ? ReadList(plan.Element!) : throw Mismatch(plan.GoName),
        SchemaKind.Map => reader.TokenType is JsonTokenType.StartObject ? ReadMap(plan.Element!) : throw Mismatch(plan.GoName),
        SchemaKind.String => JsonValue.Create(ReadString(plan)),
        SchemaKind.Bool => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? JsonValue.Create(reader.GetBoolean()) : throw Mismatch(plan.GoName),
        SchemaKind.Int32 => reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number) ? JsonValue.Create((long)number) : throw Mismatch(plan.GoName, true),
        SchemaKind.Int64 => reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var number) ? JsonValue.Create(number) : throw Mismatch(plan.GoName, true),
        SchemaKind.Double => reader.TokenType is JsonTokenType.Number ? JsonNode.Parse(ref reader) : throw Mismatch(plan.GoName),
        SchemaKind.IntOrString => ReadIntOrString(),
        SchemaKind.Quantity => ReadQuantity(),
        SchemaKind.Any when plan.Choice is not SchemaChoice.None => ReadChoice(plan),
        // Nodes made lazily would stumble over keys that are there twice.
        SchemaKind.Any or SchemaKind.RawExtension => JsonCodec.Read(ref reader),
        SchemaKind.FieldsV1 => JsonNode.Parse(ref reader),
        _ => JsonValue.Create(ScalarText.Canonical(plan.Kind, PlainString())),
    };

    private JsonArray ReadList(ValuePlan element)
    {
        var list = new JsonArray();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            trail.EnterItem(list.Count);
            list.Add(reader.TokenType is JsonTokenType.Null ? Zero(element.Kind) : ReadValue(element));
            trail.Leave();
        }
        return list;
    }

    private JsonObject ReadMap(ValuePlan element)
    {
        var map = new JsonObject();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var key = SharedStrings.Read(ref reader);
            if (map.ContainsKey(key) && Notes) Note("duplicate", trail.PathOf(key));
            trail.EnterKey(key);
            reader.Read();
            map[key] = reader.TokenType is JsonTokenType.Null ? Zero(element.Kind) : ReadValue(element);
            trail.Leave();
        }
        return map;
    }

    /// <summary>Reads a schema or what may stand in its place. Upstream's types for it decode themselves, so that nothing inside is told of and the field isn't named.</summary>
    private JsonNode? ReadChoice(ValuePlan plan)
    {
        var isSchema = reader.TokenType is JsonTokenType.StartObject;
        if (plan.Choice is SchemaChoice.FlagOrSchema && !isSchema)
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? JsonValue.Create(reader.GetBoolean()) : throw new WrongTypeException("boolean or JSON schema expected");
        if (!isSchema && reader.TokenType is not JsonTokenType.StartArray) return null;
        var inner = new ObjectReader(reader, new FieldTrail());
        JsonNode read = isSchema ? inner.ReadObject(plan.Object!) : inner.ReadList(plan.Choice is SchemaChoice.SchemaOrTexts ? ValuePlan.String : new ValuePlan(SchemaKind.Object, Object: plan.Object));
        reader = inner.reader;
        return read;
    }

    private JsonValue ReadIntOrString()
    {
        if (reader.TokenType is JsonTokenType.String) return JsonValue.Create(reader.GetString()!);
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number)) return JsonValue.Create((long)number);
        throw new WrongTypeException($"json: cannot unmarshal {TokenName(true)} into Go value of type int32");
    }

    private JsonValue ReadQuantity()
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => "",
        };
        return JsonValue.Create(ScalarText.Canonical(SchemaKind.Quantity, text.Trim()));
    }

    private string ReadString(ValuePlan plan) => reader.TokenType is JsonTokenType.String ? SharedStrings.Read(ref reader) : throw Mismatch(plan.GoName);

    /// <summary>The string of a type that decodes itself; such types don't name the field they are in.</summary>
    private readonly string PlainString() => reader.TokenType is JsonTokenType.String
        ? reader.GetString()!
        : throw new WrongTypeException($"json: cannot unmarshal {TokenName(false)} into Go value of type string");

    private readonly WrongTypeException Mismatch(string goType, bool showsNumber = false)
    {
        var into = trail.GoField() is { } field ? $"struct field {field}" : "value";
        return new WrongTypeException($"json: cannot unmarshal {TokenName(showsNumber)} into Go {into} of type {goType}", ConverterMismatch(goType));
    }

    private readonly string ConverterMismatch(string goType)
    {
        var (kind, type) = reader.TokenType switch
        {
            JsonTokenType.String => ("string", "string"),
            JsonTokenType.Number => reader.TryGetInt64(out _) ? ("int64", "int64") : ("float64", "float64"),
            JsonTokenType.StartArray => ("slice", "[]interface {}"),
            JsonTokenType.StartObject => ("map", "map[string]interface {}"),
            _ => ("bool", "bool"),
        };
        if (goType.StartsWith("map[", StringComparison.Ordinal) || goType == "v1.ResourceList") return $"cannot restore map from {kind}";
        if (goType.StartsWith("[]", StringComparison.Ordinal)) return $"cannot restore slice from {kind}";
        return goType.Contains('.') ? $"cannot restore struct from: {kind}" : $"cannot convert {type} to {goType}";
    }

    private readonly string TokenName(bool showsNumber) => reader.TokenType switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.Number when showsNumber => "number " + Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.Number => "number",
        JsonTokenType.StartArray => "array",
        JsonTokenType.StartObject => "object",
        _ => "bool",
    };

    /// <summary>What Go makes of a null in a list or map.</summary>
    private static JsonNode? Zero(SchemaKind kind) => kind switch
    {
        SchemaKind.String or SchemaKind.Bytes => JsonValue.Create(""),
        SchemaKind.Quantity => JsonValue.Create("0"),
        SchemaKind.Bool => JsonValue.Create(false),
        SchemaKind.Int32 or SchemaKind.Int64 or SchemaKind.Double or SchemaKind.IntOrString => JsonValue.Create(0L),
        SchemaKind.List => new JsonArray(),
        SchemaKind.Map or SchemaKind.Object => new JsonObject(),
        _ => null,
    };
}
