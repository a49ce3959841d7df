using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.AdmissionRegistration;

namespace Kite.Api.Kinds.AdmissionRegistration;

/// <summary>MutatingAdmissionPolicies: their expressions compile.</summary>
internal sealed class MutatingPolicyRules(KindShape shape) : KindRules(shape)
{
    private static readonly string[] PatchTypes = ["ApplyConfiguration", "JSONPatch"];
    private static readonly string[] ReinvocationPolicies = ["IfNeeded", "Never"];

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

    private static void Validate(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        var spec = value.Object("spec") ?? [];
        var policy = new PolicyValidator(spec, Spec, errors, isMutating: true);
        policy.ValidateHead(isMutating: true, PolicyValidator.KeepsConditions(spec, old.Object("spec")));
        if (spec.IsEmpty("mutations")) errors.Required(Spec.Child("mutations"), "mutations must contain at least one item");
        var at = 0;
        foreach (var mutation in spec.Objects("mutations")) ValidateMutation(mutation, policy, Spec.Child("mutations").Item(at++), errors);
        ChoiceRules.Required(spec, "reinvocationPolicy", ReinvocationPolicies, Spec, errors);
    }

    private static void ValidateMutation(JsonObject mutation, PolicyValidator policy, FieldPath path, FieldErrors errors)
    {
        var type = mutation.Text("patchType");
        if (!PatchTypes.Contains(type))
        {
            ChoiceRules.Required(mutation, "patchType", PatchTypes, path, errors);
            return;
        }
        var isJsonPatch = type == "JSONPatch";
        var (wanted, other) = isJsonPatch ? ("jsonPatch", "applyConfiguration") : ("applyConfiguration", "jsonPatch");
        if (mutation.Object(wanted) is not { } patch) errors.Required(path.Child(wanted), $"must be specified when patchType is {type}");
        else policy.ValidateExpression(patch.Text("expression").Trim(), isJsonPatch ? ExpressionResult.JsonPatch : ExpressionResult.ApplyConfiguration, "", path.Child(wanted).Child("expression"));
        if (mutation.ContainsKey(other)) errors.Invalid(path.Child(other), $"{{{other}}}", $"must not be specified when patchType is {type}");
    }
}
