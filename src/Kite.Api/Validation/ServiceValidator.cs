using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks services.</summary>
internal static class ServiceValidator
{
    private const int MaxAffinitySeconds = 86400;
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    private static readonly string[] Affinities = ["ClientIP", "None"];
    private static readonly string[] Policies = ["Cluster", "Local"];
    private static readonly string[] Distributions = ["PreferClose", "PreferSameNode", "PreferSameZone"];

    internal static void Validate(JsonObject service, FieldErrors errors)
    {
        var spec = service.Object("spec") ?? [];
        var type = spec.Text("type");
        var isHeadless = IsHeadless(spec);
        if (!Types.Contains(type)) errors.NotSupported(Spec.Child("type"), type, Types);
        if (type == "ExternalName") ValidateExternalName(spec, errors);
        else if (spec.IsEmpty("ports") && !isHeadless) errors.Required(Spec.Child("ports"));
        if (type == "LoadBalancer" && isHeadless) errors.Invalid(Spec.Child("clusterIPs").Item(0), "None", "may not be set to 'None' for LoadBalancer services");
        ServicePortsValidator.Validate(spec, Spec.Child("ports"), errors);
        ObjectMetaValidator.ValidateLabels(spec, Spec, errors, "selector");
        ValidateAffinity(spec, errors);
        ServiceFamilyValidator.Validate(spec, errors);
        ValidateExternalIPs(spec, errors);
        ServiceBalancerValidator.Validate(spec, errors);
        ValidatePolicies(spec, type, errors);
    }

    internal static void ValidateChange(JsonObject service, JsonObject old, FieldErrors errors)
    {
        var spec = service.Object("spec") ?? [];
        var before = old.Object("spec") ?? [];
        if (spec.Text("type") == "ExternalName" || before.Text("type") == "ExternalName") return;
        var address = before.Text("clusterIP");
        if (address.Length > 0 && spec.Text("clusterIP") != address) errors.Invalid(Spec.Child("clusterIPs").Item(0), spec["clusterIPs"] ?? new JsonArray(), "may not change once set");
        var family = before.Texts("ipFamilies").FirstOrDefault();
        if (family is not null && spec.Texts("ipFamilies").FirstOrDefault() is { } now && now != family)
            errors.Invalid(Spec.Child("ipFamilies").Item(0), spec["ipFamilies"], "may not change once set");
        if (spec.Text("type") == before.Text("type") && before.ContainsKey("loadBalancerClass") && spec.Text("loadBalancerClass") != before.Text("loadBalancerClass"))
            errors.Invalid(Spec.Child("loadBalancerClass"), spec["loadBalancerClass"], "may not change once set");
    }

    private static bool IsHeadless(JsonObject spec) => spec.Text("clusterIP") == "None" || spec.Texts("clusterIPs").FirstOrDefault() == "None";

    private static void ValidateExternalName(JsonObject spec, FieldErrors errors)
    {
        if (spec.Text("clusterIP").Length > 0) errors.Forbidden(Spec.Child("clusterIP"), "may not be set when `type` is 'ExternalName'");
        var name = spec.Text("externalName").TrimEnd('.');
        if (name.Length == 0) errors.Required(Spec.Child("externalName"));
        else errors.InvalidIf(Spec.Child("externalName"), name, Formats.Subdomain(name));
    }

    private static void ValidateAffinity(JsonObject spec, FieldErrors errors)
    {
        var affinity = spec.Text("sessionAffinity");
        if (affinity.Length == 0) errors.Required(Spec.Child("sessionAffinity"));
        else if (!Affinities.Contains(affinity)) errors.NotSupported(Spec.Child("sessionAffinity"), affinity, Affinities);
        var config = spec.Object("sessionAffinityConfig");
        if (affinity == "None" && config is not null) errors.Forbidden(Spec.Child("sessionAffinityConfig"), "must not be set when session affinity is None");
        if (affinity != "ClientIP" || config.Object("clientIP").Integer("timeoutSeconds") is not { } seconds) return;
        if (seconds is <= 0 or > MaxAffinitySeconds)
            errors.Invalid(Spec.Child("sessionAffinityConfig").Child("clientIP").Child("timeoutSeconds"), seconds, $"must be greater than 0 and less than {MaxAffinitySeconds}");
    }

    private static void ValidateExternalIPs(JsonObject spec, FieldErrors errors)
    {
        var at = 0;
        foreach (var address in spec.Texts("externalIPs"))
        {
            var path = Spec.Child("externalIPs").Item(at++);
            if (Formats.Address(address) is { } wrong) errors.Invalid(path, address, wrong);
            else AddressRules.NotSpecial(address, path, errors);
        }
    }

    private static void ValidatePolicies(JsonObject spec, string type, FieldErrors errors)
    {
        var external = spec.Text("externalTrafficPolicy");
        if (type is "NodePort" or "LoadBalancer" || !spec.IsEmpty("externalIPs"))
        {
            if (external.Length == 0) errors.Required(Spec.Child("externalTrafficPolicy"));
            else if (!Policies.Contains(external)) errors.NotSupported(Spec.Child("externalTrafficPolicy"), external, Policies);
        }
        else if (external.Length > 0)
        {
            errors.Invalid(Spec.Child("externalTrafficPolicy"), external, "may only be set for externally-accessible services");
        }
        var @internal = spec.Text("internalTrafficPolicy");
        if (@internal.Length > 0 && !Policies.Contains(@internal)) errors.NotSupported(Spec.Child("internalTrafficPolicy"), @internal, Policies);
        if (type is "ClusterIP" or "NodePort" or "LoadBalancer" && @internal.Length == 0) errors.Required(Spec.Child("internalTrafficPolicy"));
        if (spec.Text("trafficDistribution") is { Length: > 0 } distribution && !Distributions.Contains(distribution))
            errors.NotSupported(Spec.Child("trafficDistribution"), distribution, Distributions);
    }
}
