using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Checks the bounds of numbers; integers are compared as integers, as upstream compares them.</summary>
internal static class NumberChecks
{
    internal static void Check(JsonValue value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        result.Count();
        if (JsonNumbers.IsInteger(value, out var integer)) CheckInteger(integer, value, schema, path, result);
        else CheckDouble(JsonNumbers.ToDouble(value), value, schema, path, result);
    }

    private static void CheckInteger(long number, JsonValue value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        if (schema.MultipleOf is { } factor) CheckMultiple(number, factor, value, path, result);
        if (schema.Maximum is { } limit && Truncated(limit) is var max && (schema.IsMaximumExclusive ? number >= max : number > max))
            result.Add(Bound(path, schema.IsMaximumExclusive ? "less than" : "less than or equal to", max.ToString(), value));
        if (schema.Minimum is { } least && Truncated(least) is var min && (schema.IsMinimumExclusive ? number <= min : number < min))
            result.Add(Bound(path, schema.IsMinimumExclusive ? "greater than" : "greater than or equal to", min.ToString(), value));
    }

    private static void CheckMultiple(long number, double factor, JsonValue value, FieldPath path, ValueResult result)
    {
        if (factor < 0) result.Add(NotPositive(path, factor));
        else if (factor < 1 ? factor > 0 && !TypeRules.IsWhole(1 / factor * number) : number % Truncated(factor) != 0)
            result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should be a multiple of {JsonNumbers.GoText(factor)}") { Value = value });
    }

    private static void CheckDouble(double number, JsonValue value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        if (schema.MultipleOf is { } factor)
        {
            if (factor < 0) result.Add(NotPositive(path, factor));
            else if (factor > 0 && !TypeRules.IsWhole(factor < 1 ? 1 / factor * number : number / factor))
                result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should be a multiple of {JsonNumbers.GoText(factor)}") { Value = value });
        }
        if (schema.Maximum is { } max && (schema.IsMaximumExclusive ? number >= max : number > max))
            result.Add(Bound(path, schema.IsMaximumExclusive ? "less than" : "less than or equal to", JsonNumbers.GoText(max), value));
        if (schema.Minimum is { } min && (schema.IsMinimumExclusive ? number <= min : number < min))
            result.Add(Bound(path, schema.IsMinimumExclusive ? "greater than" : "greater than or equal to", JsonNumbers.GoText(min), value));
    }

    private static long Truncated(double limit) => limit >= long.MaxValue ? long.MaxValue : limit <= long.MinValue ? long.MinValue : (long)limit;

    private static ValueProblem Bound(FieldPath path, string relation, string limit, JsonValue value) =>
        new(ValueProblemKind.Invalid, path, $"{path} in body should be {relation} {limit}") { Value = value };

    private static ValueProblem NotPositive(FieldPath path, double factor) =>
        new(ValueProblemKind.Invalid, path, $"factor MultipleOf declared for {path} must be positive: {JsonNumbers.GoText(factor)}") { Value = factor };
}
