using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>What pods keep on the node's own disk.</summary>
internal sealed class PodDisk(PodFiles files, DiskMeter meter, RuntimeCache cache, IContainerRuntime runtime)
{
    /// <summary>Where a volume of a pod is; null where it isn't made, or not on the node's disk.</summary>
    public string? PathOf(string uid, string volume)
    {
        var directory = Path.Combine(files.Pod(uid), "volumes");
        if (!Directory.Exists(directory)) return null;
        return Directory.GetDirectories(directory).Select(kind => Path.Combine(kind, volume)).FirstOrDefault(Directory.Exists);
    }

    /// <summary>What a volume takes.</summary>
    public DiskUsage OfVolume(string uid, string volume, TimeSpan maxAge, CancellationToken cancellationToken) =>
        PathOf(uid, volume) is { } path ? meter.Of(path, maxAge, cancellationToken) : default;

    /// <summary>What the containers of a pod that run take: what they wrote to their root, and their logs.</summary>
    public async Task<IReadOnlyDictionary<string, ContainerDisk>> OfContainersAsync(Pod pod, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        var usage = new Dictionary<string, ContainerDisk>(StringComparer.Ordinal);
        foreach (var container in cache.Pod(pod.Metadata.Uid).Running)
        {
            if (await runtime.FindFilesAsync(container.Id, cancellationToken) is not { } found) continue;
            DiskUsage Measure(string path) => path.Length == 0 ? default : meter.Of(path, maxAge, cancellationToken);
            usage[container.Name] = new ContainerDisk(found.WrittenUsage ?? Measure(found.WritableLayer), found.Logs.Aggregate(default(DiskUsage), (sum, log) => sum + Measure(log)));
        }
        return usage;
    }

    /// <summary>The names of the volumes that count as the pod's own use of the node's disk.</summary>
    public static IEnumerable<string> LocalVolumes(Pod pod) => pod.Spec.Volumes
        .Where(volume => volume.EmptyDir is { Medium: null or "" } || volume.ConfigMap is not null).Select(volume => volume.Name);
}
