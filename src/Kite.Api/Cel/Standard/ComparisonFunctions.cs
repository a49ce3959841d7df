using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>The order of values; numbers compare across their types.</summary>
internal static class ComparisonFunctions
{
    private static readonly CelType[] Numbers = [CelType.Int, CelType.Uint, CelType.Double];

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new(Operators.Less, Overloads("less")) { Binary = Less },
        new(Operators.LessEquals, Overloads("less_equals")) { Binary = LessEquals },
        new(Operators.Greater, Overloads("greater")) { Binary = Greater },
        new(Operators.GreaterEquals, Overloads("greater_equals")) { Binary = GreaterEquals },
    ];

    private static List<CelOverload> Overloads(string prefix)
    {
        var overloads = new List<CelOverload> { Of($"{prefix}_bool", CelType.Bool, CelType.Bool) };
        foreach (var left in Numbers)
        {
            foreach (var right in Numbers) overloads.Add(Of(left == right ? $"{prefix}_{Id(left)}" : $"{prefix}_{Id(left)}_{Id(right)}", left, right));
        }
        overloads.Add(Traversing($"{prefix}_string", CelType.String));
        overloads.Add(Traversing($"{prefix}_bytes", CelType.Bytes));
        overloads.Add(Of($"{prefix}_timestamp", CelType.Timestamp, CelType.Timestamp));
        overloads.Add(Of($"{prefix}_duration", CelType.Duration, CelType.Duration));
        return overloads;
    }

    private static string Id(CelType type) => type == CelType.Double ? "double" : $"{type.Name}64";

    private static CelOverload Of(string id, CelType left, CelType right) => new(id, [left, right], CelType.Bool);

    private static CelOverload Traversing(string id, CelType type) =>
        new(id, [type, type], CelType.Bool) { Cost = StandardCosts.Smaller, Estimate = StandardCosts.EstimateComparison };

    private static CelValue Less(CelValue left, CelValue right)
    {
        if (left.IsInt && right.IsInt) return CelValue.Of(left.AsInt < right.AsInt);
        if (!CelComparison.TryCompare(left, right, out var order)) return Fails(Operators.Less, left);
        return CelValue.Of(order < 0 && order != CelComparison.Unordered);
    }

    private static CelValue LessEquals(CelValue left, CelValue right)
    {
        if (left.IsInt && right.IsInt) return CelValue.Of(left.AsInt <= right.AsInt);
        if (!CelComparison.TryCompare(left, right, out var order)) return Fails(Operators.LessEquals, left);
        return CelValue.Of(order <= 0 && order != CelComparison.Unordered);
    }

    private static CelValue Greater(CelValue left, CelValue right)
    {
        if (left.IsInt && right.IsInt) return CelValue.Of(left.AsInt > right.AsInt);
        return CelComparison.TryCompare(left, right, out var order) ? CelValue.Of(order > 0) : Fails(Operators.Greater, left);
    }

    private static CelValue GreaterEquals(CelValue left, CelValue right)
    {
        if (left.IsInt && right.IsInt) return CelValue.Of(left.AsInt >= right.AsInt);
        return CelComparison.TryCompare(left, right, out var order) ? CelValue.Of(order >= 0) : Fails(Operators.GreaterEquals, left);
    }

    private static CelValue Fails(string function, CelValue left) => Unsupported.By(
        function, left, CelKind.Bool, CelKind.Bytes, CelKind.Double, CelKind.Duration, CelKind.Int, CelKind.String, CelKind.Timestamp, CelKind.Uint);
}
