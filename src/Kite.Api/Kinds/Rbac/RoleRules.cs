using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Rbac;

/// <summary>Roles and cluster roles.</summary>
internal sealed class RoleRules(KindShape shape) : KindRules(shape)
{
    private readonly bool isNamespaced = shape.IsNamespaced;

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var at = 0;
        foreach (var rule in value.Objects("rules")) ValidateRule(rule, FieldPath.Root.Child("rules").Item(at++), errors);
        var selectors = FieldPath.Root.Child("aggregationRule").Child("clusterRoleSelectors");
        if (value.Object("aggregationRule") is not { } aggregation) return;
        if (aggregation.IsEmpty("clusterRoleSelectors")) errors.Required(selectors, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        at = 0;
        foreach (var selector in aggregation.Objects("clusterRoleSelectors")) LabelSelectorValidator.Validate(selector, selectors.Item(at++), errors);
    }

    private void ValidateRule(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        if (rule.IsEmpty("verbs")) errors.Required(path.Child("verbs"), "verbs must contain at least one value");
        if (!rule.IsEmpty("nonResourceURLs"))
        {
            if (isNamespaced) errors.Invalid(path.Child("nonResourceURLs"), rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
            if (!rule.IsEmpty("apiGroups") || !rule.IsEmpty("resources") || !rule.IsEmpty("resourceNames"))
                errors.Invalid(path.Child("nonResourceURLs"), rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs");
            return;
        }
        if (rule.IsEmpty("apiGroups")) errors.Required(path.Child("apiGroups"), "resource rules must supply at least one api group");
        if (rule.IsEmpty("resources")) errors.Required(path.Child("resources"), "resource rules must supply at least one resource");
    }
}
