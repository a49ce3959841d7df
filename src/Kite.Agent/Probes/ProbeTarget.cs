using System.Net;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>The container that a probe asks, and where it is.</summary>
/// <param name="ContainerId">The engine's id of the container.</param>
/// <param name="Address">The pod's address; on the host's network the node's.</param>
/// <param name="Container">The container's spec, for its port names.</param>
internal sealed record ProbeTarget(string ContainerId, IPAddress Address, Container Container)
{
    /// <summary>The target for a container of a pod.</summary>
    public static ProbeTarget Of(Pod pod, Container container, PodContainers state, string containerId)
    {
        var address = state.RunningSandbox?.Addresses is { Count: > 0 } addresses ? addresses[0]
            : IPAddress.TryParse(pod.Status.PodIP ?? pod.Status.HostIP, out var known) ? known : IPAddress.Loopback;
        return new ProbeTarget(containerId, address, container);
    }

    /// <summary>The number of a port given by number or name; null where the container has no such port.</summary>
    public int? Port(IntOrString port)
    {
        if (port.IsInteger) return port.Number;
        if (int.TryParse(port.Text, out var number)) return number;
        return Container.Ports.FirstOrDefault(known => known.Name == port.Text)?.ContainerPortValue;
    }
}
