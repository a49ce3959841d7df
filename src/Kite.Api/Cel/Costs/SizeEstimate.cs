namespace Kite.Api.Cel.Costs;

/// <summary>
/// The least and the greatest size of a string in code points, of bytes, a list or a map. Sums and products that don't
/// fit are the greatest number.
/// </summary>
public readonly record struct SizeEstimate(ulong Min, ulong Max)
{
    /// <summary>Nothing is known.</summary>
    public static SizeEstimate Unknown => new(0, ulong.MaxValue);

    /// <summary>One size.</summary>
    public static SizeEstimate Fixed(ulong size) => new(size, size);

    /// <summary>Both after each other.</summary>
    public SizeEstimate Add(SizeEstimate other) => new(Saturating.Add(Min, other.Min), Saturating.Add(Max, other.Max));

    /// <summary>One for each of the other.</summary>
    public SizeEstimate Multiply(SizeEstimate other) => new(Saturating.Multiply(Min, other.Min), Saturating.Multiply(Max, other.Max));

    /// <summary>The cost of visiting each at a price.</summary>
    public CostEstimate MultiplyByCostFactor(double price) => new(Saturating.Multiply(Min, price), Saturating.Multiply(Max, price));

    /// <summary>The cost of doing something for each.</summary>
    public CostEstimate MultiplyByCost(CostEstimate cost) => new(Saturating.Multiply(Min, cost.Min), Saturating.Multiply(Max, cost.Max));

    /// <summary>What holds for one or the other.</summary>
    public SizeEstimate Union(SizeEstimate other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
