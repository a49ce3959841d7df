using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks what a service asks of a load balancer.</summary>
internal static class ServiceBalancerValidator
{
    private const int KubeletPort = 10250;
    private const string BalancersOnly = "may only be used when `type` is 'LoadBalancer'";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    internal static void Validate(JsonObject spec, FieldErrors errors)
    {
        var type = spec.Text("type");
        var isBalanced = type == "LoadBalancer";
        if (isBalanced) ValidatePorts(spec, errors);
        ValidateRanges(spec, isBalanced, errors);
        if (spec.TextOrNull("loadBalancerClass") is { } name)
        {
            if (!isBalanced) errors.Forbidden(Spec.Child("loadBalancerClass"), BalancersOnly);
            errors.InvalidIf(Spec.Child("loadBalancerClass"), name, Formats.QualifiedName(name));
        }
        if (!isBalanced && spec.ContainsKey("allocateLoadBalancerNodePorts")) errors.Forbidden(Spec.Child("allocateLoadBalancerNodePorts"), BalancersOnly);
        if (spec.Integer("healthCheckNodePort") is not { } health || health == 0) return;
        var path = Spec.Child("healthCheckNodePort");
        if (!isBalanced || spec.Text("externalTrafficPolicy") != "Local") errors.Invalid(path, health, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        else if (health < 0) errors.Invalid(path, health, "HealthCheckNodePort must be greater than or equal to 0");
    }

    private static void ValidatePorts(JsonObject spec, FieldErrors errors)
    {
        var at = 0;
        foreach (var port in spec.Objects("ports"))
        {
            if (port.Integer("port") == KubeletPort) errors.Invalid(Spec.Child("ports").Item(at).Child("port"), KubeletPort, $"may not expose port {KubeletPort} externally since it is used by kubelet");
            at++;
        }
    }

    private static void ValidateRanges(JsonObject spec, bool isBalanced, FieldErrors errors)
    {
        if (spec.IsEmpty("loadBalancerSourceRanges")) return;
        var path = Spec.Child("loadBalancerSourceRanges");
        if (!isBalanced) errors.Forbidden(path, BalancersOnly);
        var at = 0;
        foreach (var range in spec.Texts("loadBalancerSourceRanges")) errors.InvalidIf(path.Item(at++), range, CidrRules.Check(range.Trim()));
    }
}
