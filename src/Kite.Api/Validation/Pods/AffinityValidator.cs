using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod's affinity to nodes and to other pods.</summary>
internal static class AffinityValidator
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    internal static void Validate(JsonObject? affinity, FieldPath path, FieldErrors errors)
    {
        if (affinity is null) return;
        ValidateNodes(affinity.Object("nodeAffinity"), path.Child("nodeAffinity"), errors);
        ValidatePods(affinity.Object("podAffinity"), path.Child("podAffinity"), errors);
        ValidatePods(affinity.Object("podAntiAffinity"), path.Child("podAntiAffinity"), errors);
    }

    /// <summary>Checks a selector of nodes, which has at least one term.</summary>
    internal static void ValidateNodeSelector(JsonObject selector, FieldPath path, FieldErrors errors)
    {
        var terms = path.Child("nodeSelectorTerms");
        if (selector.IsEmpty("nodeSelectorTerms")) errors.Required(terms, "must have at least one node selector term");
        var at = 0;
        foreach (var term in selector.Objects("nodeSelectorTerms")) ValidateTerm(term, terms.Item(at++), errors);
    }

    private static void ValidateNodes(JsonObject? affinity, FieldPath path, FieldErrors errors)
    {
        if (affinity.Object(Required) is { } required) ValidateNodeSelector(required, path.Child(Required), errors);
        var index = 0;
        foreach (var preferred in affinity.Objects(Preferred))
        {
            var below = path.Child(Preferred).Item(index++);
            ValidateWeight(preferred, below, errors);
            ValidateTerm(preferred.Object("preference"), below.Child("preference"), errors);
        }
    }

    private static void ValidateTerm(JsonObject? term, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var requirement in term.Objects("matchExpressions")) ValidateExpression(requirement, path.Child("matchExpressions").Item(at++), errors);
        at = 0;
        foreach (var requirement in term.Objects("matchFields")) ValidateField(requirement, path.Child("matchFields").Item(at++), errors);
    }

    private static void ValidateExpression(JsonObject requirement, FieldPath path, FieldErrors errors)
    {
        var values = requirement.Texts("values").ToArray();
        switch (requirement.Text("operator"))
        {
            case "In" or "NotIn" when values.Length == 0:
                errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when values.Length > 0:
                errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt" when values.Length != 1:
                errors.Required(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist" or "Gt" or "Lt":
                break;
            case var other:
                errors.Invalid(path.Child("operator"), other, "not a valid selector operator");
                break;
        }
        errors.InvalidIf(path.Child("key"), requirement.Text("key"), Formats.QualifiedName(requirement.Text("key")));
        for (var at = 0; at < values.Length; at++) errors.InvalidIf(path.Child("values").Item(at), values[at], Formats.LabelValue(values[at]));
    }

    private static void ValidateField(JsonObject requirement, FieldPath path, FieldErrors errors)
    {
        var operation = requirement.Text("operator");
        if (operation is not ("In" or "NotIn")) errors.Invalid(path.Child("operator"), operation, "not a valid selector operator");
        else if (requirement.Array("values")?.Count != 1) errors.Required(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        if (requirement.Text("key") != "metadata.name") errors.Invalid(path.Child("key"), requirement.Text("key"), "not a valid field selector key");
    }

    private static void ValidatePods(JsonObject? affinity, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var term in affinity.Objects(Required)) ValidatePodTerm(term, path.Child(Required).Item(at++), errors);
        at = 0;
        foreach (var preferred in affinity.Objects(Preferred))
        {
            var below = path.Child(Preferred).Item(at++);
            ValidateWeight(preferred, below, errors);
            ValidatePodTerm(preferred.Object("podAffinityTerm"), below.Child("podAffinityTerm"), errors);
        }
    }

    private static void ValidatePodTerm(JsonObject? term, FieldPath path, FieldErrors errors)
    {
        LabelSelectorValidator.Validate(term.Object("labelSelector"), path.Child("labelSelector"), errors);
        LabelSelectorValidator.Validate(term.Object("namespaceSelector"), path.Child("namespaceSelector"), errors);
        foreach (var name in term.Texts("namespaces")) errors.InvalidIf(path.Child("namespace"), name, Formats.Label(name));
        var key = term.Text("topologyKey");
        if (key.Length == 0) errors.Required(path.Child("topologyKey"), "can not be empty");
        errors.InvalidIf(path.Child("topologyKey"), key, Formats.QualifiedName(key));
    }

    private static void ValidateWeight(JsonObject preferred, FieldPath path, FieldErrors errors)
    {
        var weight = preferred.Integer("weight") ?? 0;
        if (weight is < 1 or > 100) errors.Invalid(path.Child("weight"), weight, "must be in the range 1-100");
    }
}
