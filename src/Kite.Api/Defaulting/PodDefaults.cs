using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Kinds.Core;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of a pod; some apply to pods only, not to templates of them.</summary>
internal static class PodDefaults
{
    private static readonly string[] RunningLists = ["initContainers", "containers"];

    internal static void Apply(JsonObject pod)
    {
        var spec = pod.ObjectOrNew("spec");
        PodSpecDefaults.Apply(spec);
        spec.DefaultTo("enableServiceLinks", true);
        foreach (var list in RunningLists)
        {
            foreach (var container in spec.Objects(list))
            {
                ContainerDefaults.RequestLimits(container);
                if (spec.IsSet("hostNetwork")) BindHostPorts(container);
            }
        }
        RequestPodLimits(spec);
    }

    private static void BindHostPorts(JsonObject container)
    {
        foreach (var port in container.Objects("ports"))
        {
            if (port.Integer("hostPort") is null or 0 && port.Integer("containerPort") is { } number) port["hostPort"] = number;
        }
    }

    /// <summary>A pod that is limited as a whole requests what its containers do, or as much as it may use where they request nothing.</summary>
    private static void RequestPodLimits(JsonObject spec)
    {
        if (spec.Object("resources") is not { } resources || resources.Object("limits") is not { Count: > 0 } limits) return;
        var requests = resources.ObjectOrNew("requests");
        var totals = ContainerTotals.Of(spec, "requests");
        foreach (var (name, limit) in limits)
        {
            if (requests.ContainsKey(name)) continue;
            requests[name] = totals.TryGetValue(name, out var total) && !IsHugePages(name) ? total.ToCanonical().Text : limit!.DeepClone();
        }
    }

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);
}
