using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Knows what the node has set aside for containers. Any number may be registered; a container gets what all of them have for it.</summary>
internal interface IContainerAllocations
{
    /// <summary>What a container that is about to be made gets, or null for nothing.</summary>
    /// <exception cref="Pods.StartException">It can't be had now.</exception>
    ValueTask<ContainerAllocation?> OfAsync(Pod pod, Container container, CancellationToken cancellationToken);
}
