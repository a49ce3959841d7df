using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.AdmissionRegistration;

namespace Kite.Api.Kinds.AdmissionRegistration;

/// <summary>Bindings of policies, of either sort.</summary>
internal sealed class PolicyBindingRules(KindShape shape, bool isMutating) : KindRules(shape)
{
    private static readonly string[] Actions = ["Audit", "Deny", "Warn"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => AdmissionDefaults.MatchResources(value.Object("spec").Object("matchResources"));

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var name = spec.Text("policyName");
        if (name.Length == 0) errors.Required(Spec.Child("policyName"));
        else errors.InvalidIf(Spec.Child("policyName"), name, Formats.Subdomain(name));
        ParamValidator.ValidateReference(spec.Object("paramRef"), Spec.Child("paramRef"), errors);
        if (spec.Object("matchResources") is { } match)
        {
            MatchResourcesValidator.Validate(match, Spec.Child("matchResources"), errors);
            if (isMutating) MatchResourcesValidator.ValidateMutable(match, Spec.Child("matchResources"), errors);
        }
        if (!isMutating) ValidateActions(spec, Spec.Child("validationActions"), errors);
    }

    private static void ValidateActions(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var action in spec.Texts("validationActions"))
        {
            if (!Actions.Contains(action)) errors.NotSupported(path.Item(at), action, Actions);
            if (!seen.Add(action)) errors.Duplicate(path.Item(at), action);
            at++;
        }
        if (seen.Contains("Deny") && seen.Contains("Warn"))
            errors.Invalid(path, spec!["validationActions"], "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        if (seen.Count == 0) errors.Required(path, "at least one validation action is required");
    }
}
