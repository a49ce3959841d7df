using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission;

/// <summary>Which labels of its Node a kubelet may not touch: those that keep workloads apart, and those of Kubernetes that aren't a kubelet's to say.</summary>
internal static class NodeLabels
{
    private const string Restricted = "node-restriction.kubernetes.io";

    private static readonly string[] OfKubelets =
    [
        "kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/arch", "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type",
        "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
    ];

    /// <summary>The labels that were changed, added or removed although they may not be; in order.</summary>
    public static IReadOnlyList<string> Forbidden(JsonObject? node, JsonObject? old)
    {
        var now = node.Object("metadata").Object("labels");
        var before = old.Object("metadata").Object("labels");
        return [.. Names(now).Union(Names(before)).Where(label => now.TextOrNull(label) != before.TextOrNull(label) && IsForbidden(label)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Names(JsonObject? labels) => labels?.Select(pair => pair.Key) ?? [];

    private static bool IsForbidden(string label)
    {
        var slash = label.IndexOf('/');
        if (slash < 0) return false;
        var domain = label[..slash];
        if (IsIn(domain, Restricted)) return true;
        if (!IsIn(domain, "kubernetes.io") && !IsIn(domain, "k8s.io")) return false;
        return !OfKubelets.Contains(label) && !IsIn(domain, "kubelet.kubernetes.io") && !IsIn(domain, "node.kubernetes.io");
    }

    private static bool IsIn(string domain, string parent) => domain == parent || (domain.EndsWith(parent, StringComparison.Ordinal) && domain[^(parent.Length + 1)] == '.');
}
