using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>Checks the rules of flow schemas: whose requests, and for what.</summary>
internal static class FlowRulesValidator
{
    private const string All = "*";
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    /// <summary>Checks one set of rules.</summary>
    internal static void Validate(JsonObject rules, FieldPath path, FieldErrors errors)
    {
        if (rules.IsEmpty("subjects")) errors.Required(path.Child("subjects"), "subjects must contain at least one value");
        var at = 0;
        foreach (var subject in rules.Objects("subjects")) FlowSubjectValidator.Validate(subject, path.Child("subjects").Item(at++), errors);
        if (rules.IsEmpty("resourceRules") && rules.IsEmpty("nonResourceRules")) errors.Required(path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        at = 0;
        foreach (var rule in rules.Objects("resourceRules")) ValidateResource(rule, path.Child("resourceRules").Item(at++), errors);
        at = 0;
        foreach (var rule in rules.Objects("nonResourceRules")) ValidatePlain(rule, path.Child("nonResourceRules").Item(at++), errors);
    }

    private static void ValidatePlain(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        ValidateVerbs(rule, path, errors);
        if (!IsSettled(rule, "nonResourceURLs", path, errors, "nonResourceURLs must contain at least one value", "non-resource URLs")) return;
        var at = 0;
        foreach (var url in rule.Texts("nonResourceURLs")) ValidateUrl(url, path.Child("nonResourceURLs").Item(at++), errors);
    }

    private static void ValidateResource(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        ValidateVerbs(rule, path, errors);
        IsSettled(rule, "apiGroups", path, errors, "resource rules must supply at least one api group", "api groups");
        IsSettled(rule, "resources", path, errors, "resource rules must supply at least one resource", "resources");
        if (rule.IsEmpty("namespaces"))
        {
            if (!rule.IsSet("clusterScope")) errors.Required(path.Child("namespaces"), "resource rules that are not cluster scoped must supply at least one namespace");
            return;
        }
        if (!IsSettled(rule, "namespaces", path, errors, "", "namespaces")) return;
        var at = 0;
        foreach (var name in rule.Texts("namespaces"))
        {
            if (Formats.Label(name) is { } problem) errors.Invalid(path.Child("namespaces").Item(at), name, $"each member of this list must be '*' or a DNS-1123 label; {problem}");
            at++;
        }
    }

    private static void ValidateVerbs(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        if (IsSettled(rule, "verbs", path, errors, "verbs must contain at least one value", "verbs") && rule.Texts("verbs").Except(Verbs).Any()) errors.NotSupported(path.Child("verbs"), rule["verbs"], Verbs);
    }

    /// <summary>True where the list has entries that are still to be looked at: it is neither empty nor the wildcard.</summary>
    private static bool IsSettled(JsonObject rule, string field, FieldPath path, FieldErrors errors, string missing, string others)
    {
        var values = rule.Texts(field).ToArray();
        if (values.Length == 0) errors.Required(path.Child(field), missing);
        if (values.Length > 1 && values.Contains(All)) errors.Invalid(path.Child(field), rule[field], $"if '*' is present, must not specify other {others}");
        return values.Length > 0 && !values.Contains(All);
    }

    private static void ValidateUrl(string url, FieldPath path, FieldErrors errors)
    {
        if (url.Length == 0) errors.Invalid(path, url, "must not be empty");
        else if (url == "/") return;
        else if (url[0] != '/') errors.Invalid(path, url, "must start with slash");
        else if (url.Contains(' ', StringComparison.Ordinal)) errors.Invalid(path, url, "must not contain white-space");
        else if (url.Contains("//", StringComparison.Ordinal)) errors.Invalid(path, url, "must not contain double slash");
        else if (url.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 && star < url.Length - 1 || url.EndsWith('*') && !url.EndsWith("/*", StringComparison.Ordinal))
            errors.Invalid(path, url, "wildcard can only do suffix matching");
    }
}
