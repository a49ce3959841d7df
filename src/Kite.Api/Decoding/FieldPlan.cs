namespace Kite.Api.Decoding;

/// <summary>A field made ready for reading.</summary>
/// <param name="Name">The JSON name.</param>
/// <param name="Ordinal">Its place among the type's fields.</param>
/// <param name="Value">What it holds.</param>
/// <param name="OmitsZero">True where the zero value means the same as none, so that none is kept.</param>
internal sealed record FieldPlan(string Name, int Ordinal, ValuePlan Value, bool OmitsZero);
