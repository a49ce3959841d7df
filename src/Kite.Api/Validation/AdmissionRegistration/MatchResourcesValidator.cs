using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks what a policy or binding is about.</summary>
internal static class MatchResourcesValidator
{
    private static readonly string[] MatchPolicies = ["Equivalent", "Exact"];
    private static readonly string[] MutableOperations = ["*", "CONNECT", "CREATE", "UPDATE"];

    internal static void Validate(JsonObject match, FieldPath path, FieldErrors errors)
    {
        ChoiceRules.Required(match, "matchPolicy", MatchPolicies, path, errors);
        foreach (var selector in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"])
        {
            if (match.Object(selector) is { } given) LabelSelectorValidator.Validate(given, path.Child(selector), errors);
            else errors.Required(path.Child(selector));
        }
        foreach (var rules in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            var at = 0;
            foreach (var rule in match.Objects(rules)) ValidateRule(rule, path.Child(rules).Item(at++), errors);
        }
    }

    /// <summary>A deletion can't be changed.</summary>
    internal static void ValidateMutable(JsonObject match, FieldPath path, FieldErrors errors)
    {
        foreach (var operation in match.Objects("resourceRules").SelectMany(rule => rule.Texts("operations")))
        {
            if (!MutableOperations.Contains(operation)) errors.NotSupported(path.Child("resourceRules").Child("operations"), operation, MutableOperations);
        }
    }

    private static void ValidateRule(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var name in rule.Texts("resourceNames"))
        {
            var below = path.Child("resourceNames").Item(at++);
            errors.InvalidIf(below, name, NameRules.PathSegment(name, false));
            if (!names.Add(name)) errors.Duplicate(below, name);
        }
        RuleValidator.Validate(rule, path, errors);
    }
}
