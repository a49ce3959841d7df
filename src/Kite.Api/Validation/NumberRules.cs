using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks of numbers, and of counts that may be percentages.</summary>
internal static class NumberRules
{
    internal static void NotNegative(JsonObject? value, string field, FieldPath path, FieldErrors errors)
    {
        if (value.Integer(field) is < 0 and { } number) errors.Invalid(path.Child(field), number, "must be greater than or equal to 0");
    }

    internal static void Positive(JsonObject? value, string field, FieldPath path, FieldErrors errors)
    {
        if (value.Integer(field) is <= 0 and { } number) errors.Invalid(path.Child(field), number, "must be greater than 0");
    }

    /// <summary>True for a count or a percentage that comes to nothing.</summary>
    internal static bool IsNothing(JsonNode? count) =>
        count.IsZero() || (count.AsText() is { Length: > 1 } text && text[^1] == '%' && text.AsSpan(0, text.Length - 1).Trim('0').IsEmpty);

    /// <summary>A count that isn't negative, or a percentage; at most 100% where asked.</summary>
    internal static void CountOrPercent(JsonObject? value, string field, bool isCapped, FieldPath path, FieldErrors errors)
    {
        if (value?[field] is not { } node) return;
        if (node.AsText() is not { } text)
        {
            NotNegative(value, field, path, errors);
            return;
        }
        if (Formats.Percent(text) is { } wrong) errors.Invalid(path.Child(field), text, wrong);
        else if (isCapped && long.TryParse(text.AsSpan(0, text.Length - 1), out var percent) && percent > 100) errors.Invalid(path.Child(field), text, "must not be greater than 100%");
    }
}
