using Kite.Api.Cel.Costs;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>What calls of string functions will cost and how large their results will be, as kube-apiserver reckons.</summary>
internal static class StringEstimates
{
    internal static CelCallEstimate? Traverse(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null) return null;
        var size = sizes.SizeOf(target);
        return new CelCallEstimate(size.MultiplyByCostFactor(LibraryCosts.Traversal), size);
    }

    internal static CelCallEstimate? Replace(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null || arguments.Count < 2) return null;
        var size = sizes.SizeOf(target);
        var replaced = sizes.SizeOf(arguments[0]);
        var replacement = sizes.SizeOf(arguments[1]);
        var (mostTimes, mostKept) = Longest(size.Max, replaced.Min, replacement.Max);
        var (leastTimes, leastKept) = Shortest(size.Min, replaced.Max, replacement.Min);
        var result = new SizeEstimate(leastTimes, mostTimes).Multiply(replacement).Add(new SizeEstimate(leastKept, mostKept));
        return new CelCallEstimate(size.MultiplyByCostFactor(2 * LibraryCosts.Traversal), result);
    }

    internal static CelCallEstimate? Split(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null) return null;
        var size = sizes.SizeOf(target);
        var most = arguments.Count > 1 && arguments[1].Constant is { IsInt: true } limit ? (ulong)limit.AsInt : size.Max;
        return new CelCallEstimate(size.MultiplyByCostFactor(2 * LibraryCosts.Traversal), new SizeEstimate(0, most));
    }

    internal static CelCallEstimate? Join(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null) return null;
        var count = sizes.SizeOf(target);
        var size = target.Elements() is { } element ? count.Multiply(sizes.SizeOf(element)) : default;
        if (arguments.Count > 0)
        {
            var separators = new SizeEstimate(count.Min > 0 ? count.Min - 1 : 0, count.Max > 0 ? count.Max - 1 : 0);
            size = size.Add(sizes.SizeOf(arguments[0]).Multiply(separators));
        }
        return new CelCallEstimate(size.MultiplyByCostFactor(LibraryCosts.Traversal), size);
    }

    /// <summary>How often something is replaced and how much is kept where the result is as long as it can be.</summary>
    private static (ulong Times, ulong Kept) Longest(ulong size, ulong shortestPart, ulong longestReplacement)
    {
        if (shortestPart == 0) return (size < ulong.MaxValue ? size + 1 : size, size);
        return longestReplacement <= shortestPart ? (0, size) : (Times(size, shortestPart), 0);
    }

    /// <summary>The same where the result is as short as it can be.</summary>
    private static (ulong Times, ulong Kept) Shortest(ulong size, ulong longestPart, ulong shortestReplacement)
    {
        if (longestPart == 0) return (size < ulong.MaxValue ? size + 1 : size, size);
        return longestPart <= shortestReplacement ? (0, size) : (Times(size, longestPart), 0);
    }

    private static ulong Times(ulong size, ulong part)
    {
        var times = Math.Ceiling((double)size / part);
        return times >= 18446744073709551616.0 ? ulong.MaxValue : (ulong)times;
    }
}
