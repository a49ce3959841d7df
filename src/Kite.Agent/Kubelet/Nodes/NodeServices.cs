using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What the node's status depends on beside the machine.</summary>
internal sealed record NodeServices(IRuntimeHealth Health, IPodNetwork Network, LocalNode Node, KubeletEvents Events, TimeProvider Clock, ILogger<NodeRegistration> Logger)
{
    /// <summary>What runs out.</summary>
    public required NodePressure Pressure { get; init; }

    /// <summary>The devices there are.</summary>
    public required ExtendedResources Devices { get; init; }

    /// <summary>The volumes that must not be detached.</summary>
    public required VolumesInUse Volumes { get; init; }

    /// <summary>Calls back when the node has something new to report.</summary>
    public void OnChange(Action observer)
    {
        Pressure.OnChange(observer);
        Devices.OnChange(observer);
        Volumes.OnChange(observer);
        Node.OnChange(() =>
        {
            if (Node.Current is { } node && node.Status.Capacity.Any(amount => !node.Status.Allocatable.ContainsKey(amount.Key))) observer();
        });
    }
}
