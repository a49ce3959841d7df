using System.Collections.Concurrent;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>The plans of all types, each made when first written.</summary>
internal sealed class EncodingPlans(SchemaTable schema)
{
    private const string JsonSchema = "apiextensions/v1.JSONSchemaProps";
    private readonly ConcurrentDictionary<SchemaType, EncodingPlan> plans = new();

    /// <summary>The plan of a type.</summary>
    public EncodingPlan Of(SchemaType type) => plans.GetOrAdd(type, static (type, plans) => new EncodingPlan(type, plans), this);

    /// <summary>How a value is written; null where the type has no protobuf form.</summary>
    public EncodedValue? Value(TypeReference reference)
    {
        switch (reference.Kind)
        {
            case SchemaKind.List or SchemaKind.Map:
                return Value(reference.Element!) is { } element ? new EncodedValue(reference.Kind, element) : null;
            case SchemaKind.Any:
                return null;
            case SchemaKind.Object:
                return schema.Resolve(reference) is { } type ? new EncodedValue(SchemaKind.Object, Message: Of(type)) : Special(reference.TypeName!);
            default:
                return new EncodedValue(reference.Kind);
        }
    }

    // Types whose JSON is not an object of their fields, which the table therefore has not.
    private EncodedValue? Special(string name) => name switch
    {
        "apiextensions/v1.JSON" => new EncodedValue(SchemaKind.RawExtension),
        "apiextensions/v1.struct{}" => new EncodedValue(SchemaKind.Any),
        JsonSchema + "OrArray" => Choice(SchemaChoice.SchemaOrList),
        JsonSchema + "OrBool" => Choice(SchemaChoice.FlagOrSchema),
        JsonSchema + "OrStringArray" => Choice(SchemaChoice.SchemaOrTexts),
        _ => null,
    };

    private EncodedValue Choice(SchemaChoice choice) => new(SchemaKind.Object, Message: Of(schema.Type(JsonSchema)!), Choice: choice);
}
