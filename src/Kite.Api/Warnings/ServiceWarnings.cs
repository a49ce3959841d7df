using System.Net;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of settings of a service that have no effect, and of addresses in unusual notation.</summary>
internal static class ServiceWarnings
{
    private const string Hints = "service.kubernetes.io/topology-aware-hints";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    internal static void Of(JsonObject service, Action<string> warn)
    {
        var spec = service.Object("spec");
        if (service.Object("metadata").Object("annotations")?.ContainsKey(Hints) == true)
            warn($"annotation {Hints} is deprecated, please use service.kubernetes.io/topology-mode instead");
        foreach (var list in (ReadOnlySpan<string>)["clusterIPs", "externalIPs"])
        {
            var at = 0;
            foreach (var address in spec.Texts(list)) Address(address, Spec.Child(list).Item(at++), warn);
        }
        if (spec.Text("loadBalancerIP") is { Length: > 0 } balancer) Address(balancer, Spec.Child("loadBalancerIP"), warn);
        var index = 0;
        foreach (var range in spec.Texts("loadBalancerSourceRanges"))
        {
            if (CidrRules.CheckStrict(range.Trim()) is { } wrong && CidrRules.Check(range.Trim()) is null) warn($"{Spec.Child("loadBalancerSourceRanges").Item(index)}: non-standard CIDR value \"{range}\": {wrong}");
            index++;
        }
        if (spec.Text("clusterIP") == "None" && spec.Text("type") is "ClusterIP" or "") Headless(spec, warn);
        if (spec.Text("type") == "ExternalName" && !spec.IsEmpty("externalIPs")) warn("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        if (spec.Text("type") != "ExternalName" && spec.Text("externalName").Length > 0) warn("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }

    private static void Headless(JsonObject? spec, Action<string> warn)
    {
        if (spec.Text("loadBalancerIP").Length > 0) warn("spec.loadBalancerIP is ignored for headless services");
        if (!spec.IsEmpty("externalIPs")) warn("spec.externalIPs is ignored for headless services");
        if (spec.Text("sessionAffinity") is not ("None" or "")) warn("spec.SessionAffinity is ignored for headless services");
    }

    private static void Address(string text, FieldPath path, Action<string> warn)
    {
        if (text == "None" || !IPAddress.TryParse(text, out var address) || !text.Contains(':')) return;
        var canonical = address.ToString();
        if (canonical != text) warn($"{path}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{canonical}\")");
    }
}
