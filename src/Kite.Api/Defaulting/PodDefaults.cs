using System.Text.Json.Nodes;
using Kite.Api.Kinds;

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

    private static void RequestPodLimits(JsonObject spec) => ContainerDefaults.RequestLimits(spec);
}
