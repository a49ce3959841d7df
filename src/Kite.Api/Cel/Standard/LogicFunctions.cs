using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Logical operators, the conditional and equality; all but <c>!</c> are evaluated by the plan itself.</summary>
internal static class LogicFunctions
{
    private static readonly CelType A = CelType.Parameter("A");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new(Operators.Conditional, new CelOverload("conditional", [CelType.Bool, A, A], A)),
        new(Operators.And, new CelOverload("logical_and", [CelType.Bool, CelType.Bool], CelType.Bool)),
        new(Operators.Or, new CelOverload("logical_or", [CelType.Bool, CelType.Bool], CelType.Bool)),
        new(Operators.NotStrictlyFalse, new CelOverload("not_strictly_false", [CelType.Bool], CelType.Bool)),
        new(Operators.Not, new CelOverload("logical_not", [CelType.Bool], CelType.Bool)) { Unary = Not },
        new(Operators.Equals, new CelOverload("equals", [A, A], CelType.Bool)) { Estimate = StandardCosts.EstimateComparison },
        new(Operators.NotEquals, new CelOverload("not_equals", [A, A], CelType.Bool)) { Estimate = StandardCosts.EstimateComparison },
    ];

    private static CelValue Not(CelValue value) => value.Kind is CelKind.Bool ? CelValue.Of(!value.AsBool) : CelValue.NoSuchOverload();
}
