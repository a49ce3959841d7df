using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>The pods that this node has, for those who serve requests about them.</summary>
internal interface IPodDirectory
{
    /// <summary>All pods.</summary>
    IReadOnlyCollection<Pod> Pods { get; }

    /// <summary>The pod of a name; null where this node has none.</summary>
    Pod? Find(ObjectKey key);

    /// <summary>What the engine holds of a pod: <see cref="PodContainers.RunningSandbox"/> for port-forward, <see cref="PodContainers.StartsOf"/> for the last start of a container and the one before.</summary>
    PodContainers ContainersOf(Pod pod);
}
