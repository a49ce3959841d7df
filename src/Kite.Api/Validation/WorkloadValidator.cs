using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks the selector of a workload against its template.</summary>
internal static class WorkloadValidator
{
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    internal static void ValidateSelector(JsonObject? spec, FieldErrors errors)
    {
        var path = Spec.Child("selector");
        if (spec.Object("selector") is not { } selector)
        {
            errors.Required(path);
            return;
        }
        LabelSelectorValidator.Validate(selector, path, errors);
        if (selector.IsEmpty("matchLabels") && selector.IsEmpty("matchExpressions"))
            errors.Invalid(path, selector, "empty selector is invalid for deployment");
        var labels = spec.Object("template").Object("metadata").Object("labels");
        if (spec.Object("template") is not null && !LabelSelectorValidator.Matches(selector, labels))
            errors.Invalid(Spec.Child("template").Child("metadata").Child("labels"), labels ?? [], "`selector` does not match template `labels`");
    }

    internal static void ValidateRestartPolicy(JsonObject? template, FieldErrors errors)
    {
        var policy = template.Object("spec").Text("restartPolicy");
        if (policy.Length > 0 && policy != "Always") errors.NotSupported(Spec.Child("template").Child("spec").Child("restartPolicy"), policy, ["Always"]);
        if (template.Object("spec")?.ContainsKey("activeDeadlineSeconds") == true)
            errors.Forbidden(Spec.Child("template").Child("spec").Child("activeDeadlineSeconds"), "activeDeadlineSeconds in ReplicaSet is not Supported");
    }
}
