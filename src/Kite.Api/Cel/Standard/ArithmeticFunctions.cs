using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>The operators of numbers, strings, lists and times. What doesn't fit its type is an error.</summary>
internal static class ArithmeticFunctions
{
    private static readonly CelType ListOfA = CelType.ListOf(CelType.Parameter("A"));

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new(
            Operators.Add,
            new CelOverload("add_bytes", [CelType.Bytes, CelType.Bytes], CelType.Bytes) { Cost = StandardCosts.Both, Estimate = StandardCosts.EstimateConcatenation },
            Same("add_double", CelType.Double),
            Same("add_duration_duration", CelType.Duration),
            new CelOverload("add_duration_timestamp", [CelType.Duration, CelType.Timestamp], CelType.Timestamp),
            new CelOverload("add_timestamp_duration", [CelType.Timestamp, CelType.Duration], CelType.Timestamp),
            Same("add_int64", CelType.Int),
            new CelOverload("add_list", [ListOfA, ListOfA], ListOfA) { Estimate = StandardCosts.EstimateListConcatenation },
            new CelOverload("add_string", [CelType.String, CelType.String], CelType.String) { Cost = StandardCosts.Both, Estimate = StandardCosts.EstimateConcatenation },
            Same("add_uint64", CelType.Uint))
        {
            Binary = Add,
            UnresolvedCost = StandardCosts.UnknownSum,
        },
        new(
            Operators.Subtract,
            Same("subtract_double", CelType.Double),
            Same("subtract_duration_duration", CelType.Duration),
            Same("subtract_int64", CelType.Int),
            new CelOverload("subtract_timestamp_duration", [CelType.Timestamp, CelType.Duration], CelType.Timestamp),
            new CelOverload("subtract_timestamp_timestamp", [CelType.Timestamp, CelType.Timestamp], CelType.Duration),
            Same("subtract_uint64", CelType.Uint))
        {
            Binary = Subtract,
        },
        new(Operators.Multiply, Same("multiply_double", CelType.Double), Same("multiply_int64", CelType.Int), Same("multiply_uint64", CelType.Uint)) { Binary = Multiply },
        new(Operators.Divide, Same("divide_double", CelType.Double), Same("divide_int64", CelType.Int), Same("divide_uint64", CelType.Uint)) { Binary = Divide },
        new(Operators.Modulo, Same("modulo_int64", CelType.Int), Same("modulo_uint64", CelType.Uint)) { Binary = Modulo },
        new(
            Operators.Negate,
            new CelOverload("negate_double", [CelType.Double], CelType.Double),
            new CelOverload("negate_int64", [CelType.Int], CelType.Int))
        {
            Unary = Negate,
        },
    ];

    private static CelOverload Same(string id, CelType type) => new(id, [type, type], type);

    private static CelValue Add(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => AddInt(left.AsInt, right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint > ulong.MaxValue - right.AsUint
            ? CelValue.Of(CelError.UnsignedIntegerOverflow)
            : CelValue.Of(left.AsUint + right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble + right.AsDouble),
        (CelKind.String, CelKind.String) => CelValue.Of(left.AsString + right.AsString),
        (CelKind.Bytes, CelKind.Bytes) => CelValue.Of(new CelBytes((byte[])[.. left.AsBytes.Content.Span, .. right.AsBytes.Content.Span])),
        (CelKind.List, CelKind.List) => left.AsList.Concat(right.AsList),
        (CelKind.Duration, CelKind.Duration) => TimeArithmetic.Add(left.AsDuration, right.AsDuration),
        (CelKind.Duration, CelKind.Timestamp) => TimeArithmetic.Add(right.AsTimestamp, left.AsDuration),
        (CelKind.Timestamp, CelKind.Duration) => TimeArithmetic.Add(left.AsTimestamp, right.AsDuration),
        _ => Unsupported.By(Operators.Add, left, CelKind.Bytes, CelKind.Double, CelKind.Duration, CelKind.Int, CelKind.List, CelKind.String, CelKind.Timestamp, CelKind.Uint),
    };

    private static CelValue AddInt(long left, long right)
    {
        var sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) < 0 ? CelValue.Of(CelError.IntegerOverflow) : CelValue.Of(sum);
    }

    private static CelValue Subtract(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => SubtractInt(left.AsInt, right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint < right.AsUint ? CelValue.Of(CelError.UnsignedIntegerOverflow) : CelValue.Of(left.AsUint - right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble - right.AsDouble),
        (CelKind.Duration, CelKind.Duration) => TimeArithmetic.Subtract(left.AsDuration, right.AsDuration),
        (CelKind.Timestamp, CelKind.Duration) => TimeArithmetic.Subtract(left.AsTimestamp, right.AsDuration),
        (CelKind.Timestamp, CelKind.Timestamp) => TimeArithmetic.Subtract(left.AsTimestamp, right.AsTimestamp),
        _ => Unsupported.By(Operators.Subtract, left, CelKind.Double, CelKind.Duration, CelKind.Int, CelKind.Timestamp, CelKind.Uint),
    };

    private static CelValue SubtractInt(long left, long right)
    {
        var difference = unchecked(left - right);
        return ((left ^ right) & (left ^ difference)) < 0 ? CelValue.Of(CelError.IntegerOverflow) : CelValue.Of(difference);
    }

    private static CelValue Multiply(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => (Int128)left.AsInt * right.AsInt is var product && product >= long.MinValue && product <= long.MaxValue
            ? CelValue.Of((long)product)
            : CelValue.Of(CelError.IntegerOverflow),
        (CelKind.Uint, CelKind.Uint) => (UInt128)left.AsUint * right.AsUint is var product && product <= ulong.MaxValue
            ? CelValue.Of((ulong)product)
            : CelValue.Of(CelError.UnsignedIntegerOverflow),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble * right.AsDouble),
        _ => Unsupported.By(Operators.Multiply, left, CelKind.Double, CelKind.Int, CelKind.Uint),
    };

    private static CelValue Divide(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) when right.AsInt == 0 => CelValue.Of(CelError.DivisionByZero),
        (CelKind.Int, CelKind.Int) when left.AsInt == long.MinValue && right.AsInt == -1 => CelValue.Of(CelError.IntegerOverflow),
        (CelKind.Int, CelKind.Int) => CelValue.Of(left.AsInt / right.AsInt),
        (CelKind.Uint, CelKind.Uint) => right.AsUint == 0 ? CelValue.Of(CelError.DivisionByZero) : CelValue.Of(left.AsUint / right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Of(left.AsDouble / right.AsDouble),
        _ => Unsupported.By(Operators.Divide, left, CelKind.Double, CelKind.Int, CelKind.Uint),
    };

    private static CelValue Modulo(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) when right.AsInt == 0 => CelValue.Of(CelError.ModulusByZero),
        (CelKind.Int, CelKind.Int) when left.AsInt == long.MinValue && right.AsInt == -1 => CelValue.Of(CelError.IntegerOverflow),
        (CelKind.Int, CelKind.Int) => CelValue.Of(left.AsInt % right.AsInt),
        (CelKind.Uint, CelKind.Uint) => right.AsUint == 0 ? CelValue.Of(CelError.ModulusByZero) : CelValue.Of(left.AsUint % right.AsUint),
        _ => Unsupported.By(Operators.Modulo, left, CelKind.Int, CelKind.Uint),
    };

    private static CelValue Negate(CelValue value) => value.Kind switch
    {
        CelKind.Int => value.AsInt == long.MinValue ? CelValue.Of(CelError.IntegerOverflow) : CelValue.Of(-value.AsInt),
        CelKind.Double => CelValue.Of(-value.AsDouble),
        CelKind.Duration => value.AsDuration == long.MinValue ? CelValue.Of(CelError.DurationOverflow) : CelValue.Duration(-value.AsDuration),
        _ => Unsupported.By(Operators.Negate, value, CelKind.Bool, CelKind.Uint),
    };
}
