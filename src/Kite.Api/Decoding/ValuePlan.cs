using Kite.Api.Codecs.Protobuf;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>What a value must be: a scalar, an object of a plan, or a list or map of another value.</summary>
internal sealed record ValuePlan(SchemaKind Kind, ValuePlan? Element = null, ObjectPlan? Object = null, SchemaChoice Choice = SchemaChoice.None)
{
    internal static ValuePlan String { get; } = new(SchemaKind.String);

    /// <summary>The type as Go names it in messages.</summary>
    internal string GoName => Kind switch
    {
        SchemaKind.String => "string",
        SchemaKind.Int32 => "int32",
        SchemaKind.Int64 => "int64",
        SchemaKind.Bool => "bool",
        SchemaKind.Double => "float64",
        SchemaKind.Bytes => "[]uint8",
        SchemaKind.List => "[]" + Element!.GoName,
        SchemaKind.Map when Element!.Kind is SchemaKind.Quantity => "v1.ResourceList",
        SchemaKind.Map => "map[string]" + Element!.GoName,
        SchemaKind.Object => Object!.GoName,
        _ => "string",
    };
}
