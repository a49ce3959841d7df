using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Checks the selectors of an access review, in upstream's words. Operators that nobody here knows pass: a newer client may know them.</summary>
internal static class SelectorChecks
{
    public static IEnumerable<StatusCause> Problems(ResourceAttributes attributes)
    {
        const string Root = "spec.resourceAttributes.";
        if (attributes.FieldSelector is { } fields)
        {
            foreach (var cause in Form(Root + "fieldSelector", fields.RawSelector, fields.Requirements.Count)) yield return cause;
            foreach (var (i, requirement) in fields.Requirements.Index())
            {
                foreach (var cause in Requirement($"{Root}fieldSelector.requirements[{i}]", requirement.Key, requirement.Operator, requirement.Values.Count)) yield return cause;
            }
        }
        if (attributes.LabelSelector is not { } labels) yield break;
        foreach (var cause in Form(Root + "labelSelector", labels.RawSelector, labels.Requirements.Count)) yield return cause;
        foreach (var (i, requirement) in labels.Requirements.Index())
        {
            foreach (var cause in Requirement($"{Root}labelSelector.requirements[{i}]", requirement.Key, requirement.Operator, requirement.Values.Count)) yield return cause;
        }
    }

    private static IEnumerable<StatusCause> Form(string path, string? raw, int requirements)
    {
        if (!string.IsNullOrEmpty(raw) && requirements > 0)
            yield return new("FieldValueInvalid", $"Invalid value: \"{raw}\": may not specified at the same time as requirements", path + ".rawSelector");
        if (string.IsNullOrEmpty(raw) && requirements == 0)
            yield return new("FieldValueRequired", $"Required value: when {path} is specified, requirements or rawSelector is required", path + ".requirements");
    }

    private static IEnumerable<StatusCause> Requirement(string path, string key, string @operator, int values)
    {
        if (key.Length == 0) yield return new("FieldValueRequired", "Required value: must be specified", path + ".key");
        if (@operator is "In" or "NotIn" && values == 0)
            yield return new("FieldValueRequired", "Required value: must be specified when `operator` is 'In' or 'NotIn'", path + ".values");
        else if (@operator is "Exists" or "DoesNotExist" && values > 0)
            yield return new("FieldValueForbidden", "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'", path + ".values");
    }
}
