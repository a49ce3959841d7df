using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries;

/// <summary>What lists of comparable values can be asked: <c>isSorted</c>, <c>sum</c>, <c>min</c>, <c>max</c>, <c>indexOf</c>, <c>lastIndexOf</c> and <c>includes</c>.</summary>
internal static class ListsLibrary
{
    private static readonly (string Name, CelType Type)[] Comparable =
    [
        ("int", CelType.Int), ("uint", CelType.Uint), ("double", CelType.Double), ("bool", CelType.Bool),
        ("duration", CelType.Duration), ("timestamp", CelType.Timestamp), ("string", CelType.String), ("bytes", CelType.Bytes),
    ];

    private static readonly (string Name, CelType Type, CelValue Zero)[] Summable =
    [
        ("int", CelType.Int, CelValue.Of(0L)), ("uint", CelType.Uint, CelValue.Of(0UL)),
        ("double", CelType.Double, CelValue.Of(0.0)), ("duration", CelType.Duration, CelValue.Duration(0)),
    ];

    private static readonly CelType Any = CelType.Parameter("A");
    private static readonly CelValue TooLarge = CelValue.Error("list is too large");

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.lists")
    {
        Functions =
        [
            Function("isSorted", Comparable.Select(of => Member($"list_{of.Name}_is_sorted_bool", of.Type, CelType.Bool, IsSorted))),
            Function("sum", Summable.Select(of => Member($"list_{of.Name}_sum_{of.Name}", of.Type, of.Type, list => Sum(list, of.Zero)))),
            Function("max", Comparable.Select(of => Member($"list_{of.Name}_max_{of.Name}", of.Type, of.Type, list => Extreme(list, "max", -1)))),
            Function("min", Comparable.Select(of => Member($"list_{of.Name}_min_{of.Name}", of.Type, of.Type, list => Extreme(list, "min", 1)))),
            Function("indexOf", [CelOverload.Member("list_a_index_of_int", CelType.ListOf(Any), Any, CelType.Int, IndexOf)]),
            Function("lastIndexOf", [CelOverload.Member("list_a_last_index_of_int", CelType.ListOf(Any), Any, CelType.Int, LastIndexOf)]),
            Function("includes", [CelOverload.Member("list_includes_dyn_dyn", CelType.Dyn, CelType.Dyn, CelType.Bool, Includes)]),
        ],
    };

    /// <summary>The cost of <c>indexOf</c> and <c>lastIndexOf</c>, which strings have too.</summary>
    internal static ulong Cost(ReadOnlySpan<CelValue> arguments, CelValue result) => LibraryCosts.Walk(arguments[0]);

    /// <summary>The estimate for the same.</summary>
    internal static CelCallEstimate? Estimate(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        if (target is null) return null;
        if (target.Elements() is not { } element) return new CelCallEstimate(sizes.SizeOf(target).MultiplyByCostFactor(LibraryCosts.Traversal));
        var cost = CostEstimate.Fixed(1);
        if (element.Type.TypeKind is CelTypeKind.String or CelTypeKind.Bytes)
        {
            cost = cost.Add(sizes.SizeOf(element).MultiplyByCostFactor(LibraryCosts.Traversal));
        }
        return new CelCallEstimate(sizes.SizeOf(target).MultiplyByCost(cost));
    }

    /// <summary>True for a list that only doubling can make: an expression that visits it would cost more than it may.</summary>
    internal static bool IsHuge(CelList list) => list.Count > 5_000_000;

    private static CelFunction Function(string name, IEnumerable<CelOverload> overloads) => new(name, [.. overloads]) { Cost = Cost, Estimate = Estimate };

    private static CelOverload Member(string id, CelType element, CelType result, Func<CelValue, CelValue> function) =>
        CelOverload.Member(id, CelType.ListOf(element), result, list => IsHuge(list.AsList) ? TooLarge : function(list));

    private static CelValue IsSorted(CelValue value)
    {
        var list = value.AsList;
        for (var i = 1; i < list.Count; i++)
        {
            if (!CelComparison.TryCompare(list[i - 1], list[i], out var order)) return CelValue.NoSuchOverload();
            if (order > 0) return CelValue.False;
        }
        return CelValue.True;
    }

    private static CelValue Extreme(CelValue value, string name, int replaceAt)
    {
        var list = value.AsList;
        if (list.Count == 0) return CelValue.Error($"{name} called on empty list");
        var best = list[0];
        for (var i = 1; i < list.Count; i++)
        {
            var next = list[i];
            if (!CelComparison.TryCompare(best, next, out var order)) return CelValue.NoSuchOverload();
            if (order != CelComparison.Unordered && Math.Sign(order) == replaceAt) best = next;
        }
        return best;
    }

    private static CelValue Sum(CelValue value, CelValue zero)
    {
        var list = value.AsList;
        var sum = zero;
        for (var i = 0; i < list.Count; i++)
        {
            sum = Add(sum, list[i]);
            if (sum.IsError) return sum;
        }
        return sum;
    }

    private static CelValue Add(CelValue left, CelValue right)
    {
        if (left.Kind != right.Kind) return CelValue.NoSuchOverload();
        try
        {
            return left.Kind switch
            {
                CelKind.Int => CelValue.Of(checked(left.AsInt + right.AsInt)),
                CelKind.Uint => CelValue.Of(checked(left.AsUint + right.AsUint)),
                CelKind.Double => CelValue.Of(left.AsDouble + right.AsDouble),
                _ => CelValue.Duration(checked(left.AsDuration + right.AsDuration)),
            };
        }
        catch (OverflowException)
        {
            return CelValue.Of(left.Kind switch
            {
                CelKind.Int => CelError.IntegerOverflow,
                CelKind.Uint => CelError.UnsignedIntegerOverflow,
                _ => CelError.DurationOverflow,
            });
        }
    }

    private static CelValue IndexOf(CelValue list, CelValue item)
    {
        if (IsHuge(list.AsList)) return TooLarge;
        for (var i = 0; i < list.AsList.Count; i++)
        {
            if (list.AsList[i] == item) return CelValue.Of((long)i);
        }
        return CelValue.Of(-1L);
    }

    private static CelValue LastIndexOf(CelValue list, CelValue item)
    {
        if (IsHuge(list.AsList)) return TooLarge;
        for (var i = list.AsList.Count - 1; i >= 0; i--)
        {
            if (list.AsList[i] == item) return CelValue.Of((long)i);
        }
        return CelValue.Of(-1L);
    }

    private static CelValue Includes(CelValue target, CelValue item)
    {
        if (target.Kind is not CelKind.List) return CelValue.Of(target == item);
        return IsHuge(target.AsList) ? TooLarge : CelValue.Of(target.AsList.Contains(item));
    }
}
