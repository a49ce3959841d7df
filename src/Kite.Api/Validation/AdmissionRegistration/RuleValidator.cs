using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks the rules that say which requests a webhook or policy is about.</summary>
internal static class RuleValidator
{
    private static readonly string[] Operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
    private static readonly string[] Scopes = ["*", "Cluster", "Namespaced"];

    internal static void Validate(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        NotEmpty(rule, "operations", "operations", path, errors);
        var at = 0;
        foreach (var operation in rule.Texts("operations"))
        {
            var below = path.Child("operations").Item(at++);
            if (!Operations.Contains(operation)) errors.NotSupported(below, operation, Operations);
        }
        NotEmpty(rule, "apiGroups", "API groups", path, errors);
        NotEmpty(rule, "apiVersions", "API versions", path, errors);
        at = 0;
        foreach (var version in rule.Texts("apiVersions"))
        {
            if (version.Length == 0) errors.Required(path.Child("apiVersions").Item(at));
            at++;
        }
        ValidateResources(rule, path.Child("resources"), errors);
        ChoiceRules.Optional(rule, "scope", Scopes, path, errors);
    }

    private static void NotEmpty(JsonObject rule, string field, string words, FieldPath path, FieldErrors errors)
    {
        if (rule.IsEmpty(field)) errors.Required(path.Child(field));
        else if (rule.Array(field)!.Count > 1 && rule.Texts(field).Contains("*")) errors.Invalid(path.Child(field), rule[field], $"if '*' is present, must not specify other {words}");
    }

    private static void ValidateResources(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        var names = rule.Texts("resources").ToArray();
        if (names.Length == 0) errors.Required(path);
        HashSet<string> allOf = new(StringComparer.Ordinal), ofAll = new(StringComparer.Ordinal);
        var isLastPlain = false;
        for (var at = 0; at < names.Length; at++)
        {
            var name = names[at];
            if (name.Length == 0)
            {
                errors.Required(path.Item(at));
                continue;
            }
            var slash = name.IndexOf('/');
            if (slash < 0)
            {
                isLastPlain = name != "*";
                continue;
            }
            var (resource, subresource) = (name[..slash], name[(slash + 1)..]);
            if (allOf.Contains(resource)) errors.Invalid(path.Item(at), name, $"if '{resource}/*' is present, must not specify {name}");
            if (ofAll.Contains(subresource)) errors.Invalid(path.Item(at), name, $"if '*/{subresource}' is present, must not specify {name}");
            if (subresource == "*") allOf.Add(resource);
            if (resource == "*") ofAll.Add(subresource);
        }
        if (names.Length > 1 && names.Contains("*/*")) errors.Invalid(path, rule["resources"], "if '*/*' is present, must not specify other resources");
        if (names.Contains("*") && isLastPlain) errors.Invalid(path, rule["resources"], "if '*' is present, must not specify other resources without subresources");
    }
}
