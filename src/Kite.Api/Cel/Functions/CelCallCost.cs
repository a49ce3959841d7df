using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Functions;

/// <summary>What a call cost at run time, in units of cost, without its arguments; of a method the first argument is what it is called on.</summary>
public delegate ulong CelCallCost(ReadOnlySpan<CelValue> arguments, CelValue result);
