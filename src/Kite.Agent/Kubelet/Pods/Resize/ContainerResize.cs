using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>A running container that is to have other amounts than it has.</summary>
/// <param name="Running">The container.</param>
/// <param name="Spec">What the pod says about it.</param>
/// <param name="Target">What it is to have.</param>
internal sealed record ContainerResize(RuntimeContainer Running, Container Spec, ContainerResources Target)
{
    /// <summary>The resize that brings a running container to its spec; null where it has what the spec says, or where the engine doesn't tell.</summary>
    public static ContainerResize? Of(RuntimeContainer running, Container spec, ContainerResources target) =>
        running.Resources is { } actual && !actual.SameAmounts(target) ? new ContainerResize(running, spec, target) : null;

    /// <summary>True where the container wants to be restarted for it.</summary>
    public bool NeedsRestart => (ChangesMemory && Restarts("memory")) || (ChangesCpu && Restarts("cpu"));

    /// <summary>True where its memory limit becomes smaller, or it gets one.</summary>
    public bool LowersMemory => ChangesMemory && Target.MemoryBytes > 0 && (Running.Resources!.MemoryBytes == 0 || Target.MemoryBytes < Running.Resources.MemoryBytes);

    private bool ChangesMemory => Running.Resources!.MemoryBytes != Target.MemoryBytes;

    private bool ChangesCpu => !(Running.Resources! with { MemoryBytes = Target.MemoryBytes }).SameAmounts(Target);

    private bool Restarts(string resource) => Spec.ResizePolicy.Any(policy => policy.ResourceName == resource && policy.RestartPolicy == "RestartContainer");
}
