using Kite.Api.Cel.Costs;

namespace Kite.Api.Cel.Functions;

/// <summary>What a call will cost at most and at least, without its arguments; null where nothing better than 1 is known.</summary>
public delegate CelCallEstimate? CelCallEstimator(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments);
