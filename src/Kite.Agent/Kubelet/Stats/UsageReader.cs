using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>Reads what pods and their containers use off their control groups, without asking the engine.</summary>
internal sealed class UsageReader(ICgroups cgroups, PodCgroups pods, RuntimeCache cache)
{
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);

    /// <summary>What a container or sandbox uses; null where it doesn't run.</summary>
    public CgroupUsage? Of(RuntimeContainer container)
    {
        if (container.State is not ContainerRunState.Running || container.ProcessId <= 0) return null;
        if (!paths.TryGetValue(container.Id, out var path))
        {
            if (cgroups.Find(container.ProcessId) is not { } found) return null;
            // Containers never move, and those that are gone are forgotten all at once.
            if (paths.Count > 4 * (cache.Ids().Count + 10)) paths.Clear();
            paths[container.Id] = path = found;
        }
        return cgroups.Read(path);
    }

    /// <summary>What a pod uses: its own group where it has one, else its containers together.</summary>
    public CgroupUsage? Of(Pod pod)
    {
        if (pods.PathOf(pod) is { } path && cgroups.Read(path) is { } own) return own;
        CgroupUsage? sum = null;
        foreach (var container in cache.Pod(pod.Metadata.Uid).All)
            if (Of(container) is { } usage) sum = sum is null ? usage : Add(sum, usage);
        return sum;
    }

    /// <summary>The path of a container's group, as last read; empty where it wasn't.</summary>
    public string PathOf(RuntimeContainer container) => paths.GetValueOrDefault(container.Id, "");

    private static CgroupUsage Add(CgroupUsage left, CgroupUsage right) => left with
    {
        CpuNanoseconds = left.CpuNanoseconds + right.CpuNanoseconds,
        CpuUserNanoseconds = left.CpuUserNanoseconds + right.CpuUserNanoseconds,
        CpuSystemNanoseconds = left.CpuSystemNanoseconds + right.CpuSystemNanoseconds,
        MemoryBytes = left.MemoryBytes + right.MemoryBytes,
        InactiveFileBytes = left.InactiveFileBytes + right.InactiveFileBytes,
        RssBytes = left.RssBytes + right.RssBytes,
        CacheBytes = left.CacheBytes + right.CacheBytes,
        MappedFileBytes = left.MappedFileBytes + right.MappedFileBytes,
        SwapBytes = left.SwapBytes + right.SwapBytes,
        PageFaults = left.PageFaults + right.PageFaults,
        MajorPageFaults = left.MajorPageFaults + right.MajorPageFaults,
        Pids = left.Pids + right.Pids,
    };
}
