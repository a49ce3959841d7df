namespace Kite.Api.Cel.Costs;

/// <summary>What a call will cost and, where the result is a string, bytes, list or map, how large it will be.</summary>
public sealed record CelCallEstimate(CostEstimate Cost, SizeEstimate? ResultSize = null);
