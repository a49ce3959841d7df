using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Turns requests and limits into cgroup settings.</summary>
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
        var limits = container.Resources?.Limits;
        var requests = container.Resources?.Requests;
        long Milli(string name, bool limit) => (limit ? limits : requests) is { } values && values.TryGetValue(name, out var quantity) ? quantity.MilliValue : 0;
        var cpuLimit = Milli("cpu", true);
        var cpuRequest = requests?.ContainsKey("cpu") is true ? Milli("cpu", false) : cpuLimit;
        var memoryLimit = limits is not null && limits.TryGetValue("memory", out var memory) ? memory.Value : 0;
        return new ContainerResources(
            Math.Clamp(cpuRequest * SharesPerCpu / 1000, LeastShares, MostShares),
            cpuLimit == 0 ? 0 : Math.Max(LeastQuota, cpuLimit * Period / 1000),
            Period,
            memoryLimit,
            OomScore(pod, container));
    }

    /// <summary>Who goes first when memory runs out: those that asked for nothing, then by how little of the node they asked for.</summary>
    private int OomScore(Pod pod, Container container)
    {
        switch (QualityOfService.Of(pod))
        {
            case QualityOfService.Guaranteed:
                return -997;
            case QualityOfService.BestEffort:
                return 1000;
        }
        var request = container.Resources is { } resources && resources.Requests.TryGetValue("memory", out var memory) ? memory.Value : 0;
        var score = 1000 - (int)(1000.0 * request / Math.Max(1, capacity.MemoryBytes));
        return Math.Clamp(score, 3, 999);
    }
}
