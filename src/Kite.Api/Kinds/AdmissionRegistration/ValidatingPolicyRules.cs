using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.AdmissionRegistration;

namespace Kite.Api.Kinds.AdmissionRegistration;

/// <summary>ValidatingAdmissionPolicies: their expressions compile.</summary>
internal sealed class ValidatingPolicyRules(KindShape shape) : KindRules(shape)
{
    private const int MaxAnnotations = 20;
    private const int MaxAnnotationExpression = 5 * 1024;
    private static readonly string[] Reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        if (value.Object("spec") is not { } spec) return;
        spec.DefaultTo("failurePolicy", "Fail");
        AdmissionDefaults.MatchResources(spec.Object("matchConstraints"));
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => Validate(value, null, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => Validate(value, old, errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        var path = FieldPath.Root.Child("status").Child("typeChecking").Child("expressionWarnings");
        var at = 0;
        foreach (var warning in value.Object("status").Object("typeChecking").Objects("expressionWarnings"))
        {
            if (warning.Text("warning").Length == 0) errors.Required(path.Item(at).Child("warning"));
            if (warning.Text("fieldRef").AsSpan().Trim().IsEmpty) errors.Required(path.Item(at).Child("fieldRef"));
            at++;
        }
    }

    private static void Validate(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        var spec = value.Object("spec") ?? [];
        var policy = new PolicyValidator(spec, Spec, errors, isMutating: false);
        policy.ValidateHead(isMutating: false, PolicyValidator.KeepsConditions(spec, old.Object("spec")));
        if (spec.IsEmpty("validations") && spec.IsEmpty("auditAnnotations"))
        {
            errors.Required(Spec.Child("validations"), "validations or auditAnnotations must contain at least one item");
            errors.Required(Spec.Child("auditAnnotations"), "validations or auditAnnotations must contain at least one item");
            return;
        }
        var at = 0;
        foreach (var validation in spec.Objects("validations")) ValidateValidation(validation, policy, Spec.Child("validations").Item(at++), errors);
        ValidateAnnotations(spec, value.Object("metadata").Text("name"), policy, errors);
    }

    private static void ValidateValidation(JsonObject validation, PolicyValidator policy, FieldPath path, FieldErrors errors)
    {
        policy.ValidateExpression(validation.Text("expression"), ExpressionResult.Bool, "expression is not specified", path.Child("expression"));
        var expression = validation.Text("messageExpression");
        if (expression.Length > 0 && expression.AsSpan().Trim().IsEmpty) errors.Invalid(path.Child("messageExpression"), expression, "must be non-empty if specified");
        else if (expression.Length > 0) policy.ValidateExpression(expression, ExpressionResult.Text, "", path.Child("messageExpression"), hasAuthorizer: false);
        var message = validation.Text("message");
        if (message.Length > 0 && message.AsSpan().Trim().IsEmpty) errors.Invalid(path.Child("message"), message, "message must be non-empty if specified");
        else if (message.AsSpan().Trim().ContainsAny('\n', '\r')) errors.Invalid(path.Child("message"), message, "message must not contain line breaks");
        ChoiceRules.Optional(validation, "reason", Reasons, path, errors);
    }

    private static void ValidateAnnotations(JsonObject spec, string name, PolicyValidator policy, FieldErrors errors)
    {
        var path = Spec.Child("auditAnnotations");
        var annotations = spec.Objects("auditAnnotations").ToArray();
        if (annotations.Length > MaxAnnotations)
        {
            errors.Invalid(path, spec["auditAnnotations"], $"must not have more than {MaxAnnotations} auditAnnotations");
            return;
        }
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < annotations.Length; at++)
        {
            var below = path.Item(at);
            var key = annotations[at].Text("key");
            if (name.Length == 0) errors.Invalid(below.Child("key"), key, "requires metadata.name be non-empty");
            else errors.InvalidIf(below.Child("key"), $"{name}/{key}", Formats.QualifiedName($"{name}/{key}"));
            var expression = annotations[at].Text("valueExpression");
            if (System.Text.Encoding.UTF8.GetByteCount(expression.Trim()) > MaxAnnotationExpression) errors.Required(below.Child("valueExpression"), $"must not exceed {MaxAnnotationExpression} bytes in length");
            else policy.ValidateExpression(expression, ExpressionResult.TextOrNull, "valueExpression is not specified", below.Child("valueExpression"));
            if (!keys.Add(key)) errors.Duplicate(below.Child("key"), key);
        }
    }
}
