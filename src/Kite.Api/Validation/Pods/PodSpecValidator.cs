using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod's spec, in a pod or in a template: calls the check of every part and does the small ones itself.</summary>
internal static class PodSpecValidator
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    private static readonly string[] PreemptionPolicies = ["PreemptLowerPriority", "Never"];
    private static readonly string[] Systems = ["linux", "windows"];

    /// <summary>Checks the spec; <paramref name="isPod"/> tells a pod from a template.</summary>
    internal static void Validate(JsonObject? spec, FieldPath path, bool isPod, FieldErrors errors)
    {
        if (spec?.ContainsKey("terminationGracePeriodSeconds") != true) errors.Required(path.Child("terminationGracePeriodSeconds"));
        var volumes = VolumeValidator.Validate(spec, path.Child("volumes"), errors);
        ContainerListValidator.Validate(spec, path, volumes, errors);
        PodResourcesValidator.Validate(spec, path.Child("resources"), errors);
        ValidateHostPorts(spec, path, isPod, errors);
        Choice(spec, "restartPolicy", RestartPolicies, path, errors);
        Choice(spec, "dnsPolicy", DnsPolicies, path, errors);
        ObjectMetaValidator.ValidateLabels(spec, path, errors, "nodeSelector");
        SecurityContextValidator.ValidatePod(spec, path, errors);
        AffinityValidator.Validate(spec.Object("affinity"), path.Child("affinity"), errors);
        DnsValidator.Validate(spec, path.Child("dnsConfig"), errors);
        TolerationValidator.Validate(spec, path.Child("tolerations"), errors);
        SpreadValidator.Validate(spec, path.Child("topologySpreadConstraints"), errors);
        ValidateGates(spec, path, errors);
        ValidateNames(spec, path, errors);
        ValidateRest(spec, path, errors);
    }

    private static void Choice(JsonObject? spec, string field, string[] values, FieldPath path, FieldErrors errors)
    {
        var value = spec.Text(field);
        if (value.Length == 0) errors.Required(path.Child(field));
        else if (!values.Contains(value)) errors.NotSupported(path.Child(field), value, values);
    }

    private static void ValidateHostPorts(JsonObject? spec, FieldPath path, bool isPod, FieldErrors errors)
    {
        if (!spec.IsSet("hostNetwork")) return;
        var at = 0;
        foreach (var container in spec.Objects("containers"))
        {
            var ports = path.Child("containers").Item(at++).Child("ports");
            var index = 0;
            foreach (var port in container.Objects("ports"))
            {
                var below = ports.Item(index++);
                var number = port.Integer("hostPort") ?? 0;
                if ((isPod || number != 0) && number != port.Integer("containerPort")) errors.Invalid(below.Child("hostPort"), number, "must match `containerPort` when `hostNetwork` is true");
            }
        }
    }

    private static void ValidateGates(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var gate in spec.Objects("readinessGates"))
        {
            var type = gate.Text("conditionType");
            errors.InvalidIf(path.Child("readinessGates").Item(at++).Child("conditionType"), type, Formats.QualifiedName(type));
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        at = 0;
        foreach (var gate in spec.Objects("schedulingGates"))
        {
            var below = path.Child("schedulingGates").Item(at++);
            var name = gate.Text("name");
            errors.InvalidIf(below, name, Formats.QualifiedName(name));
            if (!seen.Add(name)) errors.Duplicate(below, name);
        }
    }

    private static void ValidateNames(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"])
        {
            if (spec.Text(field) is { Length: > 0 } name) errors.InvalidIf(path.Child(field), name, Formats.Subdomain(name));
        }
        foreach (var field in (ReadOnlySpan<string>)["hostname", "subdomain"])
        {
            if (spec.Text(field) is { Length: > 0 } name) errors.InvalidIf(path.Child(field), name, Formats.Label(name));
        }
        var at = 0;
        foreach (var alias in spec.Objects("hostAliases"))
        {
            var below = path.Child("hostAliases").Item(at++);
            errors.InvalidIf(below.Child("ip"), alias.Text("ip"), Formats.Address(alias.Text("ip")));
            var index = 0;
            foreach (var host in alias.Texts("hostnames")) errors.InvalidIf(below.Child("hostnames").Item(index++), host, Formats.Subdomain(host));
        }
    }

    private static void ValidateRest(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Integer("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
            errors.Invalid(path.Child("activeDeadlineSeconds"), deadline, Formats.Between(1, int.MaxValue));
        if (spec.Text("preemptionPolicy").Length > 0) Choice(spec, "preemptionPolicy", PreemptionPolicies, path, errors);
        ResourcesValidator.ValidateAmounts(spec.Object("overhead"), path.Child("overhead"), errors);
        if (spec.Object("os") is { } system) Choice(system, "name", Systems, path.Child("os"), errors);
    }
}
