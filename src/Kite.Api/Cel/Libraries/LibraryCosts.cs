using System.Text;
using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries;

/// <summary>What calls of Kubernetes' functions cost, as kube-apiserver counts it: the units decide which rules it takes, so they must be the same.</summary>
internal static class LibraryCosts
{
    /// <summary>The price of looking at one character.</summary>
    internal const double Traversal = 0.1;

    /// <summary>The price of one character of a regular expression.</summary>
    internal const double Pattern = 0.25;

    /// <summary>More than any expression may cost.</summary>
    private const int MostWalk = 10_000_000;

    /// <summary>One unit, whatever the arguments.</summary>
    internal static CelCallEstimator One { get; } = (_, _, _) => new CelCallEstimate(CostEstimate.Fixed(1));

    /// <summary>The cost of reading the first argument, or what the method is called on, at a price for each part.</summary>
    internal static CelCallCost Reading(double price) => (arguments, _) => Price(arguments[0].Size, price);

    /// <summary>The estimate for reading the first argument of a function.</summary>
    internal static CelCallEstimator EstimateReading(double price) => (sizes, _, arguments) => new CelCallEstimate(sizes.SizeOf(arguments[0]).MultiplyByCostFactor(price));

    /// <summary>So many parts at a price each, rounded up.</summary>
    internal static ulong Price(long size, double price) => (ulong)Math.Ceiling(size * price);

    /// <summary>The cost of matching a text with a pattern of so many characters.</summary>
    internal static ulong Matching(long text, long pattern) => Price(text + 1, Traversal) * Price(pattern, Pattern);

    /// <summary>The cost of walking through a value with all that is in it. The walk ends where it has cost more than any expression may.</summary>
    internal static ulong Walk(CelValue value)
    {
        var pending = new Stack<CelValue>([value]);
        var cost = 0UL;
        for (var steps = 0; pending.TryPop(out var next); steps++)
        {
            if (cost > MostWalk || steps > MostWalk || (next.Kind is CelKind.List && next.AsList.Count > MostWalk)) return MostWalk;
            if (next.Kind is CelKind.List) Add(pending, next.AsList);
            else if (next.Kind is CelKind.Map) Add(pending, next.AsMap);
            else cost += Visit(next);
        }
        return cost;
    }

    private static ulong Visit(CelValue value) => value.Kind switch
    {
        CelKind.String => (ulong)(Encoding.UTF8.GetByteCount(value.AsString) * Traversal),
        CelKind.Bytes => (ulong)(value.AsBytes.Content.Length * Traversal),
        _ => 1,
    };

    private static void Add(Stack<CelValue> pending, CelList list)
    {
        for (var i = 0; i < list.Count; i++) pending.Push(list[i]);
    }

    private static void Add(Stack<CelValue> pending, CelMap map)
    {
        foreach (var key in map.Keys)
        {
            pending.Push(key);
            if (map.TryGet(key, out var value)) pending.Push(value);
        }
    }
}
