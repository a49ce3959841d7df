using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Checks the length, pattern and format of strings.</summary>
internal static class StringRules
{
    internal static void Check(string value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        result.Count();
        if (Problem(value, schema, path) is { } problem) result.Add(problem);
        if (StringFormats.Known(schema.Format) is not { Length: > 0 } format) return;
        result.Count();
        if (!StringFormats.Matches(format, value))
            result.Add(new ValueProblem(ValueProblemKind.WrongType, path, $"{path} in body must be of type {schema.Format}: {FieldErrors.Quote(value)}") { Value = value });
    }

    private static ValueProblem? Problem(string value, StructuralSchema schema, FieldPath path)
    {
        if (schema.MaxLength is null && schema.MinLength is null && schema.Pattern.Length == 0) return null;
        var length = Characters(value);
        if (schema.MaxLength is { } max && length > max) return new ValueProblem(ValueProblemKind.TooLong, path, "") { Limit = max };
        if (schema.MinLength is { } min && length < min) return new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should be at least {min} chars long") { Value = value };
        if (schema.Pattern.Length == 0) return null;
        if (Patterns.Compile(schema.Pattern, out var error) is not { } pattern)
            return new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should match '{schema.Pattern}, but pattern is invalid: {error}'") { Value = value };
        return pattern.IsMatch(value) ? null : new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should match '{schema.Pattern}'") { Value = value };
    }

    private static int Characters(string value)
    {
        var count = value.Length;
        foreach (var character in value)
        {
            if (char.IsLowSurrogate(character)) count--;
        }
        return count;
    }
}
