using System.Collections.Frozen;

namespace Kite.Api.Apply;

/// <summary>The struct types that upstream marks atomic; the table of fields doesn't tell.</summary>
internal static class AtomicTypes
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "admissionregistration/v1.MatchResources",
        "admissionregistration/v1.NamedRuleWithOperations",
        "admissionregistration/v1.ParamKind",
        "admissionregistration/v1.ParamRef",
        "autoscaling/v1.CrossVersionObjectReference",
        "autoscaling/v2.MetricIdentifier",
        "core/v1.ConfigMapKeySelector",
        "core/v1.EndpointAddress",
        "core/v1.EndpointPort",
        "core/v1.FileKeySelector",
        "core/v1.LocalObjectReference",
        "core/v1.NodeSelector",
        "core/v1.NodeSelectorTerm",
        "core/v1.ObjectFieldSelector",
        "core/v1.ObjectReference",
        "core/v1.ResourceFieldSelector",
        "core/v1.ScopeSelector",
        "core/v1.ScopedResourceSelectorRequirement",
        "core/v1.SecretKeySelector",
        "core/v1.SecretReference",
        "core/v1.TopologySelectorTerm",
        "core/v1.TypedLocalObjectReference",
        "discovery/v1.EndpointPort",
        "flowcontrol/v1.FlowDistinguisherMethod",
        "flowcontrol/v1.PriorityLevelConfigurationReference",
        "meta/v1.LabelSelector",
        "meta/v1.OwnerReference",
        "networking/v1.ServiceBackendPort",
        "rbac/v1.RoleRef",
        "rbac/v1.Subject",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Fields that upstream's structs hold by value, so that they are there even when empty and nobody owns that they are.</summary>
    private static readonly FrozenSet<string> ByValue = new[]
    {
        "metadata", "spec", "status", "template", "strategy", "updateStrategy", "loadBalancer", "nodeInfo", "daemonEndpoints", "kubeletEndpoint",
        "source", "involvedObject", "regarding", "state", "lastState", "roleRef", "resourceAttributes",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static bool Contains(string typeName) => Names.Contains(typeName);

    internal static bool IsHeldByValue(string field) => ByValue.Contains(field);
}
