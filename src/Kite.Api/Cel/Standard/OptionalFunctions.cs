using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Making and reading optional values.</summary>
internal static class OptionalFunctions
{
    private static readonly CelType V = CelType.Parameter("V");
    private static readonly CelType K = CelType.Parameter("K");
    private static readonly CelType OptionalV = CelType.OptionalOf(V);
    private static readonly CelType ListOfV = CelType.ListOf(V);
    private static readonly CelType MapOfKToV = CelType.MapOf(K, V);
    private static readonly CelValue None = CelValue.Of(CelOptional.None);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("optional.of", CelOverload.Global("optional_of", V, OptionalV, Of)),
        new("optional.ofNonZeroValue", CelOverload.Global("optional_ofNonZeroValue", V, OptionalV, value => IsZero(value) ? None : Of(value))),
        new("optional.none", new CelOverload("optional_none", [], OptionalV) { Nullary = () => None }),
        new("value", CelOverload.Member("optional_value", OptionalV, V, optional =>
            optional.AsOptional.HasValue ? optional.AsOptional.Value : CelValue.Error("optional.none() dereference"))),
        new("hasValue", CelOverload.Member("optional_hasValue", OptionalV, CelType.Bool, optional => CelValue.Of(optional.AsOptional.HasValue))),
        new("or", CelOverload.Member("optional_or_optional", OptionalV, OptionalV, OptionalV, (optional, other) => optional.AsOptional.HasValue ? optional : other)),
        new("orValue", CelOverload.Member("optional_orValue_value", OptionalV, V, V, (optional, other) =>
            optional.AsOptional.HasValue ? optional.AsOptional.Value : other)),
        new("first", CelOverload.Member("list_first", ListOfV, OptionalV, list => list.AsList.Count == 0 ? None : Of(list.AsList[0]))),
        new("last", CelOverload.Member("list_last", ListOfV, OptionalV, list => list.AsList.Count == 0 ? None : Of(list.AsList[^1]))),
        new("optional.unwrap", CelOverload.Global("optional_unwrap", CelType.ListOf(OptionalV), ListOfV, Unwrap)),
        new("unwrapOpt", CelOverload.Member("optional_unwrapOpt", CelType.ListOf(OptionalV), ListOfV, Unwrap)),
        new(
            Operators.OptionalIndex,
            new CelOverload("list_optindex_optional_int", [ListOfV, CelType.Int], OptionalV),
            new CelOverload("optional_list_optindex_optional_int", [CelType.OptionalOf(ListOfV), CelType.Int], OptionalV),
            new CelOverload("map_optindex_optional_value", [MapOfKToV, K], OptionalV),
            new CelOverload("optional_map_optindex_optional_value", [CelType.OptionalOf(MapOfKToV), K], OptionalV)),
        new(
            Operators.Index,
            new CelOverload("optional_list_index_int", [CelType.OptionalOf(ListOfV), CelType.Int], OptionalV),
            new CelOverload("optional_map_index_value", [CelType.OptionalOf(MapOfKToV), K], OptionalV)),
    ];

    private static CelValue Of(CelValue value) => CelValue.Of(CelOptional.Of(value));

    private static bool IsZero(CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => value.AsInt == 0,
        CelKind.Double => value.AsDouble == 0,
        CelKind.String or CelKind.Bytes or CelKind.List or CelKind.Map => value.Size == 0,
        CelKind.Timestamp => value.AsTimestamp is { Seconds: CelTimestamp.MinSeconds, Nanoseconds: 0 },
        CelKind.Optional => !value.AsOptional.HasValue,
        _ => false,
    };

    private static CelValue Unwrap(CelValue optionals)
    {
        var values = new List<CelValue>();
        for (var i = 0; i < optionals.AsList.Count; i++)
        {
            var item = optionals.AsList[i];
            if (item.Kind is not CelKind.Optional) return CelValue.Error($"value {CelText.Plain(item)} is not optional");
            if (item.AsOptional.HasValue) values.Add(item.AsOptional.Value);
        }
        return CelValue.Of(CelList.Of([.. values]));
    }
}
