using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks the selector of a workload against its template.</summary>
internal static class WorkloadValidator
{
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly FieldPath Template = Spec.Child("template");

    /// <summary>Checks the selector; <paramref name="kind"/> is what the message about an empty one calls the workload.</summary>
    internal static void ValidateSelector(JsonObject? spec, string kind, FieldErrors errors)
    {
        var path = Spec.Child("selector");
        if (spec.Object("selector") is not { } selector)
        {
            errors.Required(path);
            return;
        }
        LabelSelectorValidator.Validate(selector, path, errors);
        if (selector.IsEmpty("matchLabels") && selector.IsEmpty("matchExpressions"))
            errors.Invalid(path, selector, $"empty selector is invalid for {kind}");
        var labels = spec.Object("template").Object("metadata").Object("labels");
        if (!LabelSelectorValidator.Matches(selector, labels))
            errors.Invalid(Template.Child("metadata").Child("labels"), labels ?? [], "`selector` does not match template `labels`");
    }

    /// <summary>Pods of a workload run until they are replaced; <paramref name="kind"/> is what the message calls the workload.</summary>
    internal static void ValidateEndless(JsonObject? template, string kind, FieldErrors errors)
    {
        var policy = template.Object("spec").Text("restartPolicy");
        if (policy.Length > 0 && policy != "Always") errors.NotSupported(Template.Child("spec").Child("restartPolicy"), policy, ["Always"]);
        if (template.Object("spec")?.ContainsKey("activeDeadlineSeconds") == true)
            errors.Forbidden(Template.Child("spec").Child("activeDeadlineSeconds"), $"activeDeadlineSeconds in {kind} is not Supported");
    }
}
