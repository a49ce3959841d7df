using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Functions;

/// <summary>A function of any number of arguments; of a method the first is what it is called on. None of them is an error.</summary>
public delegate CelValue CelVariadic(ReadOnlySpan<CelValue> arguments);
