using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>What a value is on the wire.</summary>
/// <param name="Kind">The shape of the value.</param>
/// <param name="Element">The items of a list, the values of a map.</param>
/// <param name="Message">The fields of an object.</param>
/// <param name="Choice">How an object is wrapped that JSON may also hold in another form.</param>
internal sealed record EncodedValue(SchemaKind Kind, EncodedValue? Element = null, EncodingPlan? Message = null, SchemaChoice Choice = SchemaChoice.None);
