using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries;

/// <summary>Compares lists as sets: <c>sets.contains</c>, <c>sets.equivalent</c> and <c>sets.intersects</c>.</summary>
internal static class SetsLibrary
{
    /// <summary>Comparing more pairs than this costs more than any expression may.</summary>
    private const long MostPairs = 10_000_000;

    private static readonly CelType List = CelType.ListOf(CelType.Parameter("T"));

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("cel.lib.ext.sets")
    {
        Functions =
        [
            Function("sets.contains", "list_sets_contains_list", 1, (list, part) => CelValue.Of(Contains(list.AsList, part.AsList))),
            Function("sets.equivalent", "list_sets_equivalent_list", 2, (left, right) => CelValue.Of(Contains(left.AsList, right.AsList) && Contains(right.AsList, left.AsList))),
            Function("sets.intersects", "list_sets_intersects_list", 1, (left, right) => CelValue.Of(Intersect(left.AsList, right.AsList))),
        ],
    };

    private static CelFunction Function(string name, string id, double price, Func<CelValue, CelValue, CelValue> function) =>
        new(name, CelOverload.Global(id, List, List, CelType.Bool, (left, right) => left.Size * right.Size > MostPairs ? CelValue.Error("lists are too large") : function(left, right)))
        {
            Cost = (arguments, _) => 1 + (ulong)(arguments[0].Size * arguments[1].Size * price),
            Estimate = (sizes, _, arguments) => new CelCallEstimate(
                sizes.SizeOf(arguments[0]).Multiply(sizes.SizeOf(arguments[1])).MultiplyByCostFactor(price).Add(CostEstimate.Fixed(1))),
        };

    private static bool Contains(CelList list, CelList part)
    {
        for (var i = 0; i < part.Count; i++)
        {
            if (!list.Contains(part[i])) return false;
        }
        return true;
    }

    private static bool Intersect(CelList left, CelList right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (right.Contains(left[i])) return true;
        }
        return false;
    }
}
