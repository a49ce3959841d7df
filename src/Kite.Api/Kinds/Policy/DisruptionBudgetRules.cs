using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Policy;

/// <summary>Pod disruption budgets: either how many must stay or how many may go.</summary>
internal sealed class DisruptionBudgetRules(KindShape shape) : KindRules(shape)
{
    private static readonly string[] EvictionPolicies = ["IfHealthyBudget", "AlwaysAllow"];

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec?.ContainsKey("minAvailable") == true && spec.ContainsKey("maxUnavailable"))
            errors.Invalid(Spec, spec, "minAvailable and maxUnavailable cannot be both set");
        NumberRules.CountOrPercent(spec, "minAvailable", true, Spec, errors);
        NumberRules.CountOrPercent(spec, "maxUnavailable", true, Spec, errors);
        LabelSelectorValidator.Validate(spec.Object("selector"), Spec.Child("selector"), errors);
        if (spec.Text("unhealthyPodEvictionPolicy") is { Length: > 0 } policy && !EvictionPolicies.Contains(policy))
            errors.NotSupported(Spec.Child("unhealthyPodEvictionPolicy"), policy, EvictionPolicies);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        CounterRules.NotNegative(value.Object("status"), ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"], errors);
}
