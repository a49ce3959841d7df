using Grpc.Core;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>Tells what goes with the devices of a container: device files, mounts, variables and annotations, as the plugins said.</summary>
internal sealed class DeviceAllocations(DeviceInventory inventory, DevicePlugins plugins) : IContainerAllocations
{
    public async ValueTask<ContainerAllocation?> OfAsync(Pod pod, Container container, CancellationToken cancellationToken)
    {
        ContainerAllocation? all = null;
        foreach (var resource in container.Resources?.Limits.Keys ?? [])
        {
            if (inventory.Find(new DeviceKey(pod.Metadata.Uid, container.Name, resource)) is not { } given) continue;
            await PrepareAsync(resource, given, cancellationToken);
            all = Add(all ?? new ContainerAllocation(), given);
        }
        return all;
    }

    private static ContainerAllocation Add(ContainerAllocation all, AllocatedDevices given) => new()
    {
        Environment = Merge(all.Environment, given.Response.Envs),
        Mounts = [.. all.Mounts, .. given.Response.Mounts.Select(mount => new ContainerMount(mount.HostPath, mount.ContainerPath, mount.ReadOnly))],
        Devices = [.. all.Devices, .. given.Response.Devices.Select(device => new ContainerDevice(device.HostPath, device.ContainerPath, device.Permissions))],
        Annotations = Merge(all.Annotations, given.Response.Annotations),
    };

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> all, IDictionary<string, string> more)
    {
        var merged = new Dictionary<string, string>(all, StringComparer.Ordinal);
        foreach (var (name, value) in more) merged[name] = value;
        return merged;
    }

    private async Task PrepareAsync(string resource, AllocatedDevices given, CancellationToken cancellationToken)
    {
        try
        {
            if (plugins.Find(resource) is { } plugin) await plugin.PrepareAsync(given.Ids, cancellationToken);
        }
        catch (RpcException e)
        {
            throw new StartException("PreStartHookError", $"device plugin PreStartContainer rpc failed with err: rpc error: code = {e.StatusCode} desc = {e.Status.Detail}", e);
        }
    }
}
