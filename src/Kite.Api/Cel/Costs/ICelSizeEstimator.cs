namespace Kite.Api.Cel.Costs;

/// <summary>Knows how large the variables of an expression and what is in them may be.</summary>
public interface ICelSizeEstimator
{
    /// <summary>
    /// The size of what is at the node's path; null where it isn't known. Only asked for what the expression itself
    /// doesn't tell.
    /// </summary>
    SizeEstimate? EstimateSize(CelCostNode node);
}
