using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Devices;

/// <summary>A node with these pods.</summary>
internal sealed class KnownPods(params Pod[] pods) : IPodDirectory
{
    public IReadOnlyCollection<Pod> Pods => pods;

    public Pod? Find(ObjectKey key) => pods.FirstOrDefault(pod => ObjectKey.Of(pod) == key);

    public PodContainers ContainersOf(Pod pod) => PodContainers.None;
}
