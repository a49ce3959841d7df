using System.Collections.Concurrent;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>The plans of all types, each made when first read.</summary>
internal sealed class DecodingPlans(SchemaTable schema)
{
    private readonly ConcurrentDictionary<SchemaType, ObjectPlan> objects = new();

    internal ObjectPlan Object(SchemaType type) => objects.GetOrAdd(type, static (type, plans) => new ObjectPlan(type, plans), this);

    internal ValuePlan Value(TypeReference reference) => reference.Kind switch
    {
        SchemaKind.List or SchemaKind.Map => new ValuePlan(reference.Kind, Value(reference.Element!)),
        SchemaKind.Object when schema.Resolve(reference) is { } type => new ValuePlan(SchemaKind.Object, Object: Object(type)),
        SchemaKind.Object => new ValuePlan(SchemaKind.Any),
        _ => new ValuePlan(reference.Kind),
    };
}
