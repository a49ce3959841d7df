using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks all about rules but their expressions.</summary>
internal static class RuleTextValidator
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    internal static void Validate(JsonObject schema, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var rule in schema.Objects("x-kubernetes-validations"))
        {
            var below = path.Child("x-kubernetes-validations").Item(at++);
            ValidateMessage(rule, below, errors);
            if (rule.Text("messageExpression") is { Length: > 0 } expression && expression.AsSpan().Trim().IsEmpty)
                errors.Required(below.Child("messageExpression"), "messageExpression must be non-empty if specified");
            if (rule.TextOrNull("reason") is { } reason && !Reasons.Contains(reason)) errors.NotSupported(below.Child("reason"), reason, Reasons);
            if (rule.Text("fieldPath") is { Length: > 0 } field) ValidateFieldPath(field, schema, below.Child("fieldPath"), errors);
        }
    }

    private static void ValidateMessage(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        var text = rule.Text("rule").Trim();
        var message = rule.Text("message");
        var trimmed = message.Trim();
        if (text.Length == 0) errors.Required(path.Child("rule"), "rule is not specified");
        else if (message.Length > 0 && trimmed.Length == 0) errors.Invalid(path.Child("message"), message, "message must be non-empty if specified");
        else if (HasLines(trimmed)) errors.Invalid(path.Child("message"), message, "message must not contain line breaks");
        else if (HasLines(text) && trimmed.Length == 0) errors.Required(path.Child("message"), "message must be specified if rule contains line breaks");
    }

    private static void ValidateFieldPath(string field, JsonObject schema, FieldPath path, FieldErrors errors)
    {
        if (field.AsSpan().Trim().IsEmpty) errors.Invalid(path, field, "fieldPath must be non-empty if specified");
        if (HasLines(field)) errors.Invalid(path, field, "fieldPath must not contain line breaks");
        if (UnsupportedFields.Find(schema) is null && !SchemaFieldPath.TryParse(field, StructuralSchema.Parse(schema), allowsBrackets: true, out _, out _))
            errors.Invalid(path, field, "fieldPath must be a valid path");
    }

    private static bool HasLines(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
