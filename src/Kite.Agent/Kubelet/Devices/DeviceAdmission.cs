using Grpc.Core;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>Sets devices aside for the containers of a pod when the node takes it, and refuses the pod where too few are left.</summary>
internal sealed partial class DeviceAdmission : IPodAdmission
{
    private readonly DeviceInventory inventory;
    private readonly DevicePlugins plugins;
    private readonly DeviceCheckpoint checkpoint;
    private readonly ILogger<DeviceAdmission> logger;
    private bool isRestored;

    public DeviceAdmission(DeviceInventory inventory, DevicePlugins plugins, DeviceCheckpoint checkpoint, ILogger<DeviceAdmission> logger) =>
        (this.inventory, this.plugins, this.checkpoint, this.logger) = (inventory, plugins, checkpoint, logger);

    public async ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken)
    {
        if (!isRestored)
        {
            foreach (var (key, devices) in checkpoint.Read()) inventory.Give(key, devices);
            isRestored = true;
        }
        var kept = request.Others.Select(pod => pod.Metadata.Uid).Append(request.Pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        // Before all that ran here have asked for their place again, those that are missing may still come.
        var changed = !request.IsRunning && inventory.KeepOnly(kept);
        try
        {
            changed |= !request.IsRunning && await AllocateAsync(request.Pod, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
            kept.Remove(request.Pod.Metadata.Uid);
            changed |= inventory.KeepOnly(kept);
            return new PodRejection("UnexpectedAdmissionError", $"Allocate failed due to {(e is RpcException rpc ? $"rpc error: code = {rpc.StatusCode} desc = {rpc.Status.Detail}" : e.Message)}, which is unexpected");
        }
        finally
        {
            if (changed) Keep();
        }
    }

    /// <summary>Gives every container what it asks for; true where any does. What an init container had is there for those that come after it.</summary>
    private async Task<bool> AllocateAsync(Pod pod, CancellationToken cancellationToken)
    {
        var any = false;
        var reusable = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var container in PodRules.AllContainers(pod))
        {
            foreach (var (resource, quantity) in container.Resources?.Limits ?? new Dictionary<string, Api.Meta.Quantity>())
            {
                if (!resource.Contains('/') || !inventory.Knows(resource) || quantity.Value <= 0) continue;
                var key = new DeviceKey(pod.Metadata.Uid, container.Name, resource);
                if (!reusable.TryGetValue(resource, out var before)) reusable[resource] = before = new HashSet<string>(StringComparer.Ordinal);
                var given = inventory.Find(key) ?? await AllocateAsync(key, (int)quantity.Value, before, cancellationToken);
                any = true;
                if (pod.Spec.InitContainers.Contains(container) && !PodRules.IsSidecar(container)) before.UnionWith(given.Ids);
                else before.ExceptWith(given.Ids);
            }
        }
        return any;
    }

    private async Task<AllocatedDevices> AllocateAsync(DeviceKey key, int count, HashSet<string> reusable, CancellationToken cancellationToken)
    {
        var free = inventory.Free(key.Resource);
        var included = reusable.Order(StringComparer.Ordinal).Take(count).ToArray();
        if (included.Length + free.Count < count)
            throw new InvalidOperationException($"requested number of devices unavailable for {key.Resource}. Requested: {count}, Available: {included.Length + free.Count}");
        var plugin = plugins.Find(key.Resource) ?? throw new InvalidOperationException($"no healthy devices present; cannot allocate unhealthy devices {key.Resource}");
        var chosen = included.ToList();
        if (chosen.Count < count)
        {
            var preferred = await plugin.PreferAsync([.. included, .. free], included, count, cancellationToken);
            chosen.AddRange(preferred.Where(id => free.Contains(id) && !chosen.Contains(id)).Take(count - chosen.Count));
            chosen.AddRange(free.Where(id => !chosen.Contains(id)).Take(count - chosen.Count));
        }
        var given = new AllocatedDevices(chosen, await plugin.AllocateAsync(chosen, cancellationToken));
        inventory.Give(key, given);
        return given;
    }

    private void Keep()
    {
        try
        {
            checkpoint.Write(inventory.Allocated());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Who has which devices could not be written: {Error}")]
        public static partial void NotKept(ILogger logger, string error);
    }
}
