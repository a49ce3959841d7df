namespace Kite.Api.Cel.Costs;

/// <summary>The least and the greatest cost. Sums and products that don't fit are the greatest number.</summary>
public readonly record struct CostEstimate(ulong Min, ulong Max)
{
    /// <summary>One cost.</summary>
    public static CostEstimate Fixed(ulong cost) => new(cost, cost);

    /// <summary>Both after each other.</summary>
    public CostEstimate Add(CostEstimate other) => new(Saturating.Add(Min, other.Min), Saturating.Add(Max, other.Max));

    /// <summary>One for each of the other.</summary>
    public CostEstimate Multiply(CostEstimate other) => new(Saturating.Multiply(Min, other.Min), Saturating.Multiply(Max, other.Max));

    /// <summary>The cost at a price, rounded up.</summary>
    public CostEstimate MultiplyByCostFactor(double price) => new(Saturating.Multiply(Min, price), Saturating.Multiply(Max, price));

    /// <summary>What holds for one or the other.</summary>
    public CostEstimate Union(CostEstimate other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
