using System.Collections.Concurrent;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>The plans of all types, each made when first read.</summary>
internal sealed class DecodingPlans(SchemaTable schema)
{
    private const string JsonSchema = "apiextensions/v1.JSONSchemaProps";
    private static readonly SchemaType Empty = new("apiextensions/v1", "CustomResourceSubresourceStatus", isKind: false);
    private readonly ConcurrentDictionary<SchemaType, ObjectPlan> objects = new();

    internal ObjectPlan Object(SchemaType type) => objects.GetOrAdd(type, static (type, plans) => new ObjectPlan(type, plans), this);

    internal ValuePlan Value(TypeReference reference) => reference.Kind switch
    {
        SchemaKind.List or SchemaKind.Map => new ValuePlan(reference.Kind, Value(reference.Element!)),
        SchemaKind.Object when schema.Resolve(reference) is { } type => new ValuePlan(SchemaKind.Object, Object: Object(type)),
        SchemaKind.Object => Special(reference.TypeName!),
        _ => new ValuePlan(reference.Kind),
    };

    // Types whose JSON is not an object of their fields, which the table therefore has not.
    private ValuePlan Special(string name) => name switch
    {
        "apiextensions/v1.struct{}" => new ValuePlan(SchemaKind.Object, Object: Object(Empty)),
        JsonSchema + "OrArray" => Choice(SchemaChoice.SchemaOrList),
        JsonSchema + "OrBool" => Choice(SchemaChoice.FlagOrSchema),
        JsonSchema + "OrStringArray" => Choice(SchemaChoice.SchemaOrTexts),
        _ => new ValuePlan(SchemaKind.Any),
    };

    private ValuePlan Choice(SchemaChoice choice) => new(SchemaKind.Any, Object: Object(schema.Type(JsonSchema)!), Choice: choice);
}
