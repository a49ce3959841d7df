namespace Kite.Api.Codecs.Protobuf;

/// <summary>How a field's value is laid out on the wire.</summary>
/// <remarks><see href="https://protobuf.dev/programming-guides/encoding/"/></remarks>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
