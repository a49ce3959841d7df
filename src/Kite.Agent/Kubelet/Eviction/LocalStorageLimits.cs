using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Stats;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Finds pods that take more of the node's disk than they may: by the limits of their volumes, of their containers, and of all their containers together.</summary>
internal sealed class LocalStorageLimits(PodDisk disk)
{
    private const string Resource = "ephemeral-storage";
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>True where a pod has a limit that somebody has to watch.</summary>
    public static bool HasLimits(Pod pod) =>
        pod.Spec.Volumes.Any(volume => volume.EmptyDir?.SizeLimit is { IsZero: false }) || PodRules.AllContainers(pod).Any(container => LimitOf(container) is not null);

    /// <summary>Why the pod has to go; null where it keeps to its limits.</summary>
    public async Task<StorageExcess?> FindExcessAsync(Pod pod, CancellationToken cancellationToken)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.EmptyDir?.SizeLimit is { IsZero: false } limit && disk.OfVolume(pod.Metadata.Uid, volume.Name, MaxAge, cancellationToken).Bytes > limit.Value)
                return new StorageExcess("emptydirfs.limit", EvictionMessage.OfEmptyDir(volume.Name, limit));
        }
        if (!PodRules.AllContainers(pod).Any(container => LimitOf(container) is not null)) return null;
        var containers = await disk.OfContainersAsync(pod, MaxAge, cancellationToken);
        long used = 0;
        foreach (var use in containers.Values) used += use.Root.Bytes + use.Logs.Bytes;
        var limits = PodAmounts.Limits(pod);
        if (limits.TryGetValue(Resource, out var most) && used + Volumes(pod, cancellationToken) > most) return new StorageExcess("ephemeralpodfs.limit", EvictionMessage.OfPod(Quantity.OfBytes(most)));
        foreach (var container in PodRules.AllContainers(pod))
        {
            if (LimitOf(container) is { } own && containers.TryGetValue(container.Name, out var use) && use.Root.Bytes + use.Logs.Bytes > own.Value)
                return new StorageExcess("ephemeralcontainerfs.limit", EvictionMessage.OfContainer(container.Name, own));
        }
        return null;
    }

    private static Quantity? LimitOf(Container container) =>
        container.Resources is { } resources && resources.Limits.TryGetValue(Resource, out var limit) && !limit.IsZero ? limit : null;

    private long Volumes(Pod pod, CancellationToken cancellationToken) =>
        PodDisk.LocalVolumes(pod).Sum(volume => disk.OfVolume(pod.Metadata.Uid, volume, MaxAge, cancellationToken).Bytes);
}
