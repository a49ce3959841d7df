using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>What has to happen so that a pod becomes what its spec says.</summary>
internal sealed record PodPlan
{
    /// <summary>True to stop all that runs first: the pod gets a new sandbox, or is at its end.</summary>
    public bool StopAll { get; init; }

    /// <summary>Which attempt of the sandbox to make; null to keep the one that runs.</summary>
    public int? NewSandbox { get; init; }

    /// <summary>Running containers to end, and why.</summary>
    public IReadOnlyList<ContainerKill> Kill { get; init; } = [];

    /// <summary>Containers to start, in this order.</summary>
    public IReadOnlyList<Container> Start { get; init; } = [];

    /// <summary>Running containers that get other amounts of CPU and memory.</summary>
    public IReadOnlyList<ContainerResize> Resize { get; init; } = [];

    /// <summary>True where nothing is to be done.</summary>
    public bool IsEmpty => !StopAll && NewSandbox is null && Kill.Count == 0 && Start.Count == 0 && Resize.Count == 0;
}
