namespace Kite.Api.Codecs.Protobuf;

/// <summary>A field as it is written.</summary>
/// <param name="Name">The JSON name, UTF-8.</param>
/// <param name="Inline">The numbers of the messages around it that JSON has inline; one instance for all fields of the same message.</param>
/// <param name="Number">The field number.</param>
/// <param name="Value">What it holds.</param>
internal sealed record EncodedField(byte[] Name, int[] Inline, int Number, EncodedValue Value);
