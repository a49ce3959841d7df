using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>What the node has granted a pod of CPU and memory: what it runs with, whatever its spec asks for by now.</summary>
/// <param name="Containers">What containers have, init containers too, by name.</param>
/// <param name="Whole">What the pod has as a whole, or null.</param>
internal sealed record PodAllocation(IReadOnlyDictionary<string, ResourceRequirements> Containers, ResourceRequirements? Whole)
{
    /// <summary>All that a pod's spec asks for.</summary>
    public static PodAllocation Of(Pod pod) => new(
        pod.Spec.InitContainers.Concat(pod.Spec.Containers).ToDictionary(container => container.Name, container => container.Resources ?? ResourceRequirements.Empty), pod.Spec.Resources);

    /// <summary>True where two say the same requests and limits, however they are written.</summary>
    public static bool IsSame(ResourceRequirements? left, ResourceRequirements? right) =>
        IsSame((left ?? ResourceRequirements.Empty).Requests, (right ?? ResourceRequirements.Empty).Requests) && IsSame((left ?? ResourceRequirements.Empty).Limits, (right ?? ResourceRequirements.Empty).Limits);

    /// <summary>True where the pod asks for just this.</summary>
    public bool Covers(Pod pod) => IsSame(Whole, pod.Spec.Resources) && pod.Spec.InitContainers.All(Covers) && pod.Spec.Containers.All(Covers);

    /// <summary>The pod as it is to run: what it was granted in place of what it asks for.</summary>
    public Pod ApplyTo(Pod pod) => Covers(pod) ? pod : pod with
    {
        Spec = pod.Spec with
        {
            InitContainers = pod.Spec.InitContainers.Select(ApplyTo).ToArray(),
            Containers = pod.Spec.Containers.Select(ApplyTo).ToArray(),
            Resources = IsSame(Whole, pod.Spec.Resources) ? pod.Spec.Resources : Whole,
        },
    };

    private static bool IsSame(IReadOnlyDictionary<string, Quantity> left, IReadOnlyDictionary<string, Quantity> right) =>
        left.Count == right.Count && left.All(amount => right.TryGetValue(amount.Key, out var other) && amount.Value == other);

    private bool Covers(Container container) => !Containers.TryGetValue(container.Name, out var granted) || IsSame(granted, container.Resources);

    private Container ApplyTo(Container container) =>
        Covers(container) ? container : container with { Resources = (container.Resources ?? ResourceRequirements.Empty) with { Requests = Containers[container.Name].Requests, Limits = Containers[container.Name].Limits } };
}
