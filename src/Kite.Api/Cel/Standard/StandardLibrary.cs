using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Standard;

/// <summary>What the language itself brings: operators, conversions, strings, times, and macros.</summary>
public static class StandardLibrary
{
    /// <summary>Operators, conversions, functions, types and the macros that every expression may use.</summary>
    public static CelLibrary Instance { get; } = new("stdlib")
    {
        Functions =
        [
            .. LogicFunctions.All,
            .. ArithmeticFunctions.All,
            .. ComparisonFunctions.All,
            .. CollectionFunctions.All,
            .. ConversionFunctions.All,
            .. StringFunctions.All,
            .. TimeFunctions.All,
        ],
        Types =
        [
            CelType.Bool, CelType.Bytes, CelType.Double, CelType.Duration, CelType.Int, CelType.DynList, CelType.DynMap, CelType.Null,
            CelType.String, CelType.Timestamp, CelType.Type, CelType.Uint,
        ],
        Macros = StandardMacros.All,
    };

    /// <summary>Optional values: <c>optional.of(x)</c>, <c>a.?b</c>, <c>[?x]</c>, <c>orValue</c>, <c>optMap</c>, <c>optFlatMap</c>.</summary>
    public static CelLibrary OptionalTypes { get; } = new("optional")
    {
        Functions = OptionalFunctions.All,
        Types = [CelType.OptionalOf(CelType.Dyn)],
        Macros = BindingMacros.Optional,
    };

    /// <summary>Macros with two variables: <c>all</c>, <c>exists</c>, <c>existsOne</c>, <c>transformList</c>, <c>transformMap</c>, <c>transformMapEntry</c>.</summary>
    public static CelLibrary TwoVariableComprehensions { get; } = new("two-var-comprehensions")
    {
        Functions = CollectionFunctions.TwoVariable,
        Macros = TwoVariableMacros.All,
    };

    /// <summary><c>cel.bind(name, value, expression)</c>; kube-apiserver doesn't offer it.</summary>
    public static CelLibrary Bindings { get; } = new("cel-bindings") { Macros = BindingMacros.Bind };
}
