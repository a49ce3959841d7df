using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries;

/// <summary>Resource quantities such as <c>quantity("1.5Gi")</c>: comparison, sums and conversion.</summary>
internal static class QuantityLibrary
{
    private static readonly CelType Type = CelQuantity.Type;

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.quantity")
    {
        Types = [Type],
        Functions =
        [
            Reader("quantity", CelOverload.Global("string_to_quantity", CelType.String, Type, Parse)),
            Reader("isQuantity", CelOverload.Global("is_quantity_string", CelType.String, CelType.Bool, text => CelValue.Of(CelQuantity.TryParse(text.AsString, out _, out _)))),
            Cheap("sign", CelOverload.Global("quantity_sign", Type, CelType.Int, value => CelValue.Of((long)Of(value).Amount.Sign))),
            Cheap("isGreaterThan", CelOverload.Member("quantity_is_greater_than", Type, Type, CelType.Bool, (left, right) => CelValue.Of(Compare(left, right) > 0))),
            Cheap("isLessThan", CelOverload.Member("quantity_is_less_than", Type, Type, CelType.Bool, (left, right) => CelValue.Of(Compare(left, right) < 0))),
            Cheap("compareTo", CelOverload.Member("quantity_compare_to", Type, Type, CelType.Int, (left, right) => CelValue.Of((long)Compare(left, right)))),
            Cheap("asApproximateFloat", CelOverload.Member("quantity_get_float", Type, CelType.Double, value => CelValue.Of(Of(value).Amount.Approximate))),
            Cheap("asInteger", CelOverload.Member("quantity_get_int", Type, CelType.Int, AsInteger)),
            Cheap("isInteger", CelOverload.Member("quantity_is_integer", Type, CelType.Bool, value => CelValue.Of(Of(value).Integer is not null))),
            Cheap(
                "add",
                CelOverload.Member("quantity_add", Type, Type, Type, (left, right) => CelValue.Of(Of(left).Add(Of(right)))),
                CelOverload.Member("quantity_add_int", Type, CelType.Int, Type, (left, right) => CelValue.Of(Of(left).Add(CelQuantity.Of(right.AsInt))))),
            Cheap(
                "sub",
                CelOverload.Member("quantity_sub", Type, Type, Type, (left, right) => CelValue.Of(Of(left).Subtract(Of(right)))),
                CelOverload.Member("quantity_sub_int", Type, CelType.Int, Type, (left, right) => CelValue.Of(Of(left).Subtract(CelQuantity.Of(right.AsInt))))),
        ],
    };

    private static CelFunction Reader(string name, CelOverload overload) => new(name, overload)
    {
        Cost = LibraryCosts.Reading(LibraryCosts.Traversal),
        Estimate = LibraryCosts.EstimateReading(LibraryCosts.Traversal),
    };

    private static CelFunction Cheap(string name, params IReadOnlyList<CelOverload> overloads) => new(name, overloads) { Estimate = LibraryCosts.One };

    private static CelQuantity Of(CelValue value) => (CelQuantity)value.AsObject;

    private static int Compare(CelValue left, CelValue right) => Math.Sign(Of(left).Amount.CompareTo(Of(right).Amount));

    private static CelValue Parse(CelValue text) => CelQuantity.TryParse(text.AsString, out var quantity, out var error) ? CelValue.Of(quantity) : CelValue.Error(error);

    private static CelValue AsInteger(CelValue value) => Of(value).Integer is { } integer ? CelValue.Of(integer) : CelValue.Error("cannot convert value to integer");
}
