using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>What operations cost that visit all of a string, bytes, a list or a map.</summary>
internal static class StandardCosts
{
    public static ulong First(ReadOnlySpan<CelValue> arguments, CelValue result) => RuntimeCosts.Traversal(arguments[0].Size);

    public static ulong Smaller(ReadOnlySpan<CelValue> arguments, CelValue result) => RuntimeCosts.Traversal(Math.Min(arguments[0].Size, arguments[1].Size));

    public static ulong Both(ReadOnlySpan<CelValue> arguments, CelValue result) => RuntimeCosts.Traversal(arguments[0].Size + arguments[1].Size);

    /// <summary>
    /// Upstream charges 1 where only the values tell what is added. So it is here while the result is small: doubling
    /// what is large must not be cheap.
    /// </summary>
    public static ulong UnknownSum(ReadOnlySpan<CelValue> arguments, CelValue result)
    {
        const int Small = 10_000;
        var size = result.Kind switch { CelKind.String => result.AsString.Length, CelKind.Bytes => result.Size, _ => 1 };
        return size <= Small ? 1 : RuntimeCosts.Traversal(size);
    }

    public static ulong Product(ReadOnlySpan<CelValue> arguments, CelValue result) =>
        RuntimeCosts.Traversal(arguments[0].Size) * RuntimeCosts.Traversal(arguments[1].Size);

    public static ulong ListSize(ReadOnlySpan<CelValue> arguments, CelValue result) => (ulong)arguments[1].Size;

    public static ulong Matching(ReadOnlySpan<CelValue> arguments, CelValue result) =>
        RuntimeCosts.Traversal(arguments[0].Size + 1) * (ulong)Math.Ceiling(arguments[1].Size * RuntimeCosts.RegexFactor);

    public static CelCallEstimate? EstimateComparison(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var max = Math.Min(Known(arguments[0]).Max, Known(arguments[1]).Max);
        return new CelCallEstimate(new CostEstimate(max > 0 ? 1UL : 0, max).MultiplyByCostFactor(RuntimeCosts.TraversalFactor));
    }

    public static CelCallEstimate? EstimateConcatenation(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var size = Known(arguments[0]).Add(Known(arguments[1]));
        return new CelCallEstimate(size.MultiplyByCostFactor(RuntimeCosts.TraversalFactor), size);
    }

    public static CelCallEstimate? EstimateListConcatenation(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments) =>
        new(CostEstimate.Fixed(1), Known(arguments[0]).Add(Known(arguments[1])));

    public static CelCallEstimate? EstimateMembership(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments) =>
        new(Known(arguments[1]).MultiplyByCostFactor(1));

    public static CelCallEstimate? EstimateArgument(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments) =>
        new(Known(arguments[0]).MultiplyByCostFactor(RuntimeCosts.TraversalFactor));

    public static CelCallEstimate? EstimateToBytes(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var size = Known(arguments[0]);
        return new CelCallEstimate(size.MultiplyByCostFactor(RuntimeCosts.TraversalFactor), size with { Max = Saturating.Multiply(size.Max, 4UL) });
    }

    public static CelCallEstimate? EstimateToText(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var size = Known(arguments[0]);
        return new CelCallEstimate(size.MultiplyByCostFactor(RuntimeCosts.TraversalFactor), size with { Min = size.Min / 4 });
    }

    public static CelCallEstimate? EstimateContains(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var text = Known(target!).MultiplyByCostFactor(RuntimeCosts.TraversalFactor);
        return new CelCallEstimate(text.Multiply(Known(arguments[0]).MultiplyByCostFactor(RuntimeCosts.TraversalFactor)));
    }

    public static CelCallEstimate? EstimateMatching(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null) return null;
        var text = Known(target).Add(SizeEstimate.Fixed(1)).MultiplyByCostFactor(RuntimeCosts.TraversalFactor);
        return new CelCallEstimate(text.Multiply(Known(arguments[0]).MultiplyByCostFactor(RuntimeCosts.RegexFactor)));
    }

    private static SizeEstimate Known(CelCostNode node) => node.ComputedSize ?? SizeEstimate.Unknown;
}
