using Kite.Agent.Kubelet.Devices.Plugins;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>Devices that a container has.</summary>
/// <param name="Ids">Which.</param>
/// <param name="Response">What goes with them, as the plugin said.</param>
internal sealed record AllocatedDevices(IReadOnlyList<string> Ids, ContainerAllocateResponse Response);
