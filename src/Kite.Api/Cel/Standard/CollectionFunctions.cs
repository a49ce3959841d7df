using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Indexes, membership and sizes.</summary>
internal static class CollectionFunctions
{
    private static readonly CelType A = CelType.Parameter("A");
    private static readonly CelType B = CelType.Parameter("B");
    private static readonly CelType ListOfA = CelType.ListOf(A);
    private static readonly CelType MapOfAToB = CelType.MapOf(A, B);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new(
            Operators.Index,
            new CelOverload("index_list", [ListOfA, CelType.Int], A),
            new CelOverload("index_map", [MapOfAToB, A], B)),
        new(
            Operators.In,
            new CelOverload("in_list", [A, ListOfA], CelType.Bool) { Cost = StandardCosts.ListSize, Estimate = StandardCosts.EstimateMembership },
            new CelOverload("in_map", [A, MapOfAToB], CelType.Bool))
        {
            Binary = In,
        },
        new("size", [.. SizeOverloads(false), .. SizeOverloads(true)]) { Unary = Size },
    ];

    /// <summary>What the macros with two variables use.</summary>
    public static IReadOnlyList<CelFunction> TwoVariable { get; } =
    [
        new(
            TwoVariableMacros.MapInsert,
            new CelOverload("@mapInsert_map_key_value", [MapOfAToB, A, B], MapOfAToB) { Variadic = arguments => Insert(arguments[0], arguments[1], arguments[2]) },
            new CelOverload("@mapInsert_map_map", [MapOfAToB, MapOfAToB], MapOfAToB) { Binary = InsertAll }),
    ];

    private static IEnumerable<CelOverload> SizeOverloads(bool member)
    {
        var infix = member ? "" : "size_";
        var suffix = member ? "_size" : "";
        yield return new CelOverload($"{infix}bytes{suffix}", [CelType.Bytes], CelType.Int, member);
        yield return new CelOverload($"{infix}list{suffix}", [ListOfA], CelType.Int, member);
        yield return new CelOverload($"{infix}map{suffix}", [MapOfAToB], CelType.Int, member);
        yield return new CelOverload($"{infix}string{suffix}", [CelType.String], CelType.Int, member);
    }

    private static CelValue In(CelValue element, CelValue container) => container.Kind switch
    {
        CelKind.List => CelValue.Of(container.AsList.Contains(element)),
        CelKind.Map => CelValue.Of(container.AsMap.Contains(element)),
        CelKind.Object => CelValue.Of(element.Kind is CelKind.String && container.AsObject.HasField(element.AsString)),
        _ => CelValue.NoSuchOverload(),
    };

    private static CelValue Size(CelValue value) => value.Kind is CelKind.String or CelKind.Bytes or CelKind.List or CelKind.Map
        ? CelValue.Of(value.Size)
        : CelValue.Error("no such overload: size");

    private static CelValue Insert(CelValue map, CelValue key, CelValue value) => ((MutableMap)map.AsMap).Insert(key, value);

    private static CelValue InsertAll(CelValue map, CelValue entries)
    {
        foreach (var key in entries.AsMap.Keys)
        {
            if (!entries.AsMap.TryGet(key, out var value)) continue;
            var result = Insert(map, key, value);
            if (result.IsError) return result;
        }
        return map;
    }
}
