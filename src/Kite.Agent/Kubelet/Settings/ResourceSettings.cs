using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Turns requests and limits into cgroup settings. A container without a limit of its own has its pod's: programs look at their own group for what they may use.</summary>
internal sealed class ResourceSettings(NodeCapacity capacity)
{
    private const long SharesPerCpu = 1024;
    private const long LeastShares = 2;
    private const long MostShares = 262_144;
    private const long Period = 100_000;
    private const long LeastQuota = 1000;

    /// <summary>A container's settings.</summary>
    public ContainerResources Of(Pod pod, Container container)
    {
        var cpuLimit = Limit(pod, container, "cpu").MilliValue;
        var cpuRequest = container.Resources?.Requests is { } requests && requests.TryGetValue("cpu", out var request) ? request.MilliValue : cpuLimit;
        var memoryLimit = Limit(pod, container, "memory").Value;
        return new ContainerResources(
            Math.Clamp(cpuRequest * SharesPerCpu / 1000, LeastShares, MostShares),
            cpuLimit == 0 ? 0 : Math.Max(LeastQuota, cpuLimit * Period / 1000),
            Period,
            memoryLimit,
            OutOfMemoryScore.Of(pod, container, capacity.MemoryBytes));
    }

    private static Quantity Limit(Pod pod, Container container, string name)
    {
        if (container.Resources is { } own && own.Limits.TryGetValue(name, out var limit) && !limit.IsZero) return limit;
        return pod.Spec.Resources is { } whole && whole.Limits.TryGetValue(name, out var shared) ? shared : default;
    }
}
