using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation;

/// <summary>Checks what resource quotas limit, and for which objects.</summary>
internal static class ResourceQuotaValidator
{
    private static readonly string[] Compute =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ];

    private static readonly string[] Counted =
    [
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Scopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        ValidateAmounts(spec.Object("hard"), path.Child("hard"), errors);
        string[] limited = [.. spec.TextMap("hard").Select(pair => pair.Key)];
        ValidateScopes(spec, limited, path.Child("scopes"), errors);
        foreach (var term in spec.Object("scopeSelector").Objects("matchExpressions")) ValidateTerm(term, limited, path.Child("scopeSelector").Child("matchExpressions"), errors);
    }

    internal static void ValidateAmounts(JsonObject? amounts, FieldPath path, FieldErrors errors)
    {
        foreach (var (name, node) in amounts?.ToArray() ?? [])
        {
            var at = path.Key(name);
            errors.InvalidIf(at, name, Formats.QualifiedName(name));
            if (!name.Contains('/') && !IsStandard(name)) errors.Invalid(at, name, "must be a standard resource for quota");
            var text = node.AsText() ?? "";
            if (!Quantity.TryParse(text, out var amount)) continue;
            if (amount.Sign < 0) errors.Invalid(at, text, "must be greater than or equal to 0");
            if ((Counted.Contains(name) || name.StartsWith("count/", StringComparison.Ordinal)) && amount.MilliValue % 1000 != 0) errors.Invalid(at, text, "must be an integer");
        }
    }

    private static void ValidateScopes(JsonObject? spec, string[] limited, FieldPath path, FieldErrors errors)
    {
        var scopes = spec.Texts("scopes").ToArray();
        foreach (var scope in scopes)
        {
            if (!Scopes.Contains(scope)) errors.Invalid(path, spec!["scopes"], "unsupported scope");
            foreach (var name in limited)
            {
                if (!IsFor(scope, name)) errors.Invalid(path, spec!["scopes"], "unsupported scope applied to resource");
            }
        }
        foreach (var (one, other) in new[] { ("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating") })
        {
            if (scopes.Contains(one) && scopes.Contains(other)) errors.Invalid(path, spec!["scopes"], "conflicting scopes");
        }
    }

    private static void ValidateTerm(JsonObject term, string[] limited, FieldPath path, FieldErrors errors)
    {
        var (scope, operation) = (term.Text("scopeName"), term.Text("operator"));
        if (!Scopes.Contains(scope)) errors.Invalid(path.Child("scopeName"), scope, "unsupported scope");
        foreach (var name in limited)
        {
            if (!IsFor(scope, name)) errors.Invalid(path.Child("scopeName"), scope, "unsupported scope applied to resource");
        }
        if (scope is not ("PriorityClass" or "VolumeAttributesClass") && operation != "Exists")
        {
            errors.Invalid(
                path.Child("operator"),
                operation,
                "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        var hasValues = !term.IsEmpty("values");
        if (operation is "In" or "NotIn" && !hasValues) errors.Required(path.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        else if (operation is "Exists" or "DoesNotExist" && hasValues) errors.Invalid(path.Child("values"), term["values"], "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        else if (operation is not ("In" or "NotIn" or "Exists" or "DoesNotExist")) errors.Invalid(path.Child("operator"), operation, "not a valid selector operator");
    }

    private static bool IsStandard(string name) =>
        Compute.Contains(name) || Counted.Contains(name) || name is "storage" or "requests.storage"
        || name.StartsWith("hugepages-", StringComparison.Ordinal) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>False for a resource that no object of the scope uses.</summary>
    private static bool IsFor(string scope, string name)
    {
        if (!IsStandard(name)) return true;
        return scope switch
        {
            "BestEffort" => name == "pods",
            "Terminating" or "NotTerminating" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" =>
                name == "pods" || Compute.Contains(name) || name.Contains("hugepages-", StringComparison.Ordinal),
            "VolumeAttributesClass" => name is "persistentvolumeclaims" or "requests.storage",
            _ => true,
        };
    }
}
