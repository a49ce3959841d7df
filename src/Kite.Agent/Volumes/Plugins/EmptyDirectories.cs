using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>emptyDir</c>: on disk, in memory or of huge pages.</summary>
internal sealed class EmptyDirectories(NodeCapacity capacity) : IVolumePlugin
{
    private const UnixFileMode SharedMode = (UnixFileMode)0x1FF; // 0777
    private const UnixFileMode StickyMode = (UnixFileMode)0x3FF; // 1777
    private const string HugePages = "HugePages";

    public string? KindOf(VolumeSpec volume) => volume.Volume.EmptyDir is null ? null : "kubernetes.io~empty-dir";

    public Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var source = volume.Volume.EmptyDir!;
        var medium = source.Medium ?? "";
        var isThere = Directory.Exists(directory) && (medium.Length == 0 || Mounts.IsMountPoint(directory));
        if (isThere) return Task.FromResult(new MountedVolume(directory) { Measure = VolumeMeasure.Files });
        Directory.CreateDirectory(directory);
        if (medium == "Memory" && !Mounts.TryMountMemory(directory, MemoryLimit(volume.Pod, source)))
            throw new VolumeException("can't mount a file system in memory");
        if (medium.StartsWith(HugePages, StringComparison.Ordinal)) Mounts.MountHugePages(directory, PageSize(volume.Pod, medium), source.SizeLimit is { IsZero: false } limit ? limit.Value : null);
        // The mode that Create was given is cut by the process' umask. In memory it is that of /tmp.
        File.SetUnixFileMode(directory, medium == "Memory" ? StickyMode : SharedMode);
        VolumeOwnership.Apply(volume.Pod, directory, isReadOnly: false);
        return Task.FromResult(new MountedVolume(directory) { Measure = VolumeMeasure.Files });
    }

    /// <summary>The smallest of what the volume, the pod and the node allow.</summary>
    private long? MemoryLimit(Pod pod, EmptyDirVolumeSource source)
    {
        var limits = new List<long>(3);
        if (source.SizeLimit is { IsZero: false } own) limits.Add(own.Value);
        if (capacity.Allocatable.TryGetValue("memory", out var node) && !node.IsZero) limits.Add(node.Value);
        var containers = PodRules.AllContainers(pod).Select(container => container.Resources?.Limits is { } values && values.TryGetValue("memory", out var memory) ? memory.Value : 0).ToArray();
        // What one container without a limit may take has no limit together either.
        if (containers.All(memory => memory > 0) && pod.Spec.Containers.Count > 0)
            limits.Add(Math.Max(containers.Skip(pod.Spec.InitContainers.Count).Sum(), containers.Take(pod.Spec.InitContainers.Count).DefaultIfEmpty().Max()));
        return limits.Count == 0 ? null : limits.Min();
    }

    private static long PageSize(Pod pod, string medium)
    {
        const string prefix = "hugepages-";
        if (medium.Length > HugePages.Length) return new Quantity(medium[(HugePages.Length + 1)..]).Value;
        var sizes = PodRules.AllContainers(pod).SelectMany(container => container.Resources?.Requests.Keys ?? [])
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct().ToArray();
        return sizes.Length == 1
            ? new Quantity(sizes[0][prefix.Length..]).Value
            : throw new VolumeException($"medium {medium} can use exactly one size of huge pages of the pod; it has {sizes.Length}");
    }
}
