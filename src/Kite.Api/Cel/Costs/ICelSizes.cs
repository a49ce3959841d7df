namespace Kite.Api.Cel.Costs;

/// <summary>How large parts of an expression are.</summary>
public interface ICelSizes
{
    /// <summary>What the expression says of its size, else what is declared of it, else unknown.</summary>
    SizeEstimate SizeOf(CelCostNode node);
}
