namespace Kite.Api.Codecs.Protobuf;

/// <summary>One field as it stands in a message: its number, its number value, and where its bytes are.</summary>
/// <param name="Number">The field number.</param>
/// <param name="Type">The wire type.</param>
/// <param name="Value">The value of a varint or fixed field.</param>
/// <param name="Bytes">The range of a length-delimited field in the whole buffer.</param>
internal readonly record struct WireField(int Number, WireType Type, ulong Value, Range Bytes);
