using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Resources;

/// <summary>Gives every pod a control group of its own, in one for its class, in one for all pods, so that what a pod and what all of them may use is kept by the kernel.</summary>
/// <remarks>Where this process may not make groups, pods go wherever the engine puts them, and only their containers' own limits hold.</remarks>
internal sealed partial class PodCgroups
{
    private readonly ICgroups cgroups;
    private readonly IContainerRuntime runtime;
    private readonly NodeCapacity capacity;
    private readonly KubeletMeters meters;
    private readonly ILogger<PodCgroups> logger;
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> burstable = new(StringComparer.Ordinal);
    private CgroupNames? names;
    private bool isRefused;

    public PodCgroups(ICgroups cgroups, IContainerRuntime runtime, RuntimeCache cache, NodeCapacity capacity, KubeletMeters meters, ILogger<PodCgroups> logger)
    {
        (this.cgroups, this.runtime, this.capacity, this.meters, this.logger) = (cgroups, runtime, capacity, meters, logger);
        // A group goes with the last container of its pod, and at once: the next sandbox comes with a new one.
        cache.OnChange(pod =>
        {
            var held = cache.Pod(pod.Uid);
            if (held.All.Count == 0) Remove(pod.Uid);
            else if (cgroups.Version == 2) KillTogether(held);
        });
    }

    /// <summary>The group of all pods; null while the engine hasn't said how it names groups, or where there are none.</summary>
    public string? Root => isRefused ? null : names?.Root;

    /// <summary>Makes a pod's group with its limits, or brings them up to date, and gives its path; empty for wherever the engine likes.</summary>
    public async ValueTask<string> EnsureAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (isRefused) return "";
        var known = await NamesAsync(cancellationToken);
        var path = known.Of(QualityOfService.Of(pod), pod.Metadata.Uid);
        try
        {
            meters.MeasureCgroups("update", () => cgroups.Ensure(path, LimitsOf(pod) with { Pids = capacity.PodPids }));
            Track(pod);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotMade(logger, pod.Metadata.Namespace, pod.Metadata.Name, path, e.Message);
            return cgroups.Read(path) is null ? "" : path;
        }
    }

    /// <summary>Raises the limits of a pod's group to those of its spec; what is to become less stays until <see cref="EnsureAsync"/>.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public async ValueTask RaiseAsync(Pod pod, CancellationToken cancellationToken)
    {
        await NamesAsync(cancellationToken);
        if (PathOf(pod) is not { } path || cgroups.ReadLimits(path) is not { } now) return;
        var then = LimitsOf(pod);
        cgroups.Ensure(path, new CgroupLimits
        {
            CpuShares = then.CpuShares,
            CpuQuota = IsLess(now.CpuQuota, then.CpuQuota) ? then.CpuQuota : null,
            MemoryBytes = IsLess(now.MemoryBytes, then.MemoryBytes) ? then.MemoryBytes : null,
        });
        Track(pod);
    }

    /// <summary>The memory limit of a pod's spec where its group has a higher one or none; null where it becomes no less.</summary>
    public async ValueTask<long?> LoweredMemoryAsync(Pod pod, CancellationToken cancellationToken)
    {
        await NamesAsync(cancellationToken);
        return PathOf(pod) is { } path && cgroups.ReadLimits(path) is { } now && LimitsOf(pod).MemoryBytes is { } then && IsLess(then, now.MemoryBytes) ? then : null;
    }

    /// <summary>Counts a pod towards the weight of its class.</summary>
    public void Track(Pod pod)
    {
        if (QualityOfService.Of(pod) != QualityOfService.Burstable) return;
        var milliCpu = PodAmounts.Requests(pod).GetValueOrDefault("cpu");
        lock (gate)
        {
            if (burstable.TryGetValue(pod.Metadata.Uid, out var counted) && counted == milliCpu) return;
            burstable[pod.Metadata.Uid] = milliCpu;
        }
        Weigh();
    }

    /// <summary>Removes the group of a pod that is no more.</summary>
    public void Remove(string uid)
    {
        bool wasCounted;
        lock (gate) wasCounted = burstable.Remove(uid);
        if (isRefused) return;
        // A pod may go before anything has asked how the engine names groups; what isn't there stays away.
        CgroupNames[] possible = names is { } known ? [known] : [new CgroupNames(isSystemd: false), new CgroupNames(isSystemd: true)];
        meters.MeasureCgroups("destroy", () =>
        {
            foreach (var name in possible)
                foreach (var qosClass in new[] { QualityOfService.Guaranteed, QualityOfService.Burstable, QualityOfService.BestEffort }) cgroups.Remove(name.Of(qosClass, uid));
        });
        if (wasCounted) Weigh();
    }

    /// <summary>A container that loses one of its processes for its memory ends as a whole, rather than running on in part.</summary>
    private void KillTogether(PodContainers pod)
    {
        foreach (var container in pod.Running.Where(container => container.ProcessId > 0))
        {
            try
            {
                if (cgroups.Find(container.ProcessId) is { } path) cgroups.KillTogether(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.Refused(logger, container.Id, e.Message);
            }
        }
    }

    /// <summary>Where a pod's group is, or would be; null where there are none.</summary>
    public string? PathOf(Pod pod) => isRefused ? null : names?.Of(QualityOfService.Of(pod), pod.Metadata.Uid);

    /// <summary>What a pod may use in all: limits count only where every container has one.</summary>
    internal static CgroupLimits LimitsOf(Pod pod)
    {
        var qosClass = QualityOfService.Of(pod);
        if (qosClass == QualityOfService.BestEffort) return new CgroupLimits { CpuShares = CpuShares.Least };
        var limits = PodAmounts.Limits(pod);
        return new CgroupLimits
        {
            CpuShares = CpuShares.Of(PodAmounts.Requests(pod).GetValueOrDefault("cpu")),
            CpuQuota = limits.TryGetValue("cpu", out var cpu) && cpu > 0 ? CpuShares.Quota(cpu) : CgroupLimits.Unlimited,
            MemoryBytes = limits.TryGetValue("memory", out var memory) && memory > 0 ? memory : CgroupLimits.Unlimited,
            HugePages = limits.Where(limit => limit.Key.StartsWith("hugepages-", StringComparison.Ordinal)).ToDictionary(limit => PageSize(limit.Key), limit => limit.Value),
        };
    }

    private static bool IsLess(long? left, long? right) => left is not (null or CgroupLimits.Unlimited) && right is not null && (right == CgroupLimits.Unlimited || left < right);

    /// <summary><c>hugepages-2Mi</c> is <c>2MB</c> to the kernel.</summary>
    private static string PageSize(string resource) => resource["hugepages-".Length..].Replace('i', 'B');

    private async ValueTask<CgroupNames> NamesAsync(CancellationToken cancellationToken)
    {
        if (names is { } known) return known;
        var found = new CgroupNames((await runtime.InfoAsync(cancellationToken)).HasSystemdCgroups);
        try
        {
            cgroups.Ensure(found.Root, new CgroupLimits { CpuShares = CpuShares.Of(capacity.Pods.MilliCpu), MemoryBytes = capacity.Pods.MemoryBytes, Pids = capacity.PodsPids });
            cgroups.Ensure(found.Of(QualityOfService.BestEffort), new CgroupLimits { CpuShares = CpuShares.Least });
            cgroups.Ensure(found.Of(QualityOfService.Burstable), new CgroupLimits { CpuShares = CpuShares.Least });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            isRefused = cgroups.Read(found.Root) is null;
            Log.Refused(logger, found.Root, e.Message);
        }
        names = found;
        Weigh();
        return found;
    }

    /// <summary>All burstable pods together weigh as much as they ask for.</summary>
    private void Weigh()
    {
        if (isRefused || names is not { } known) return;
        try
        {
            lock (gate) cgroups.Ensure(known.Of(QualityOfService.Burstable), new CgroupLimits { CpuShares = CpuShares.Of(burstable.Values.Sum()) });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Refused(logger, known.Root, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The control group {Path} could not be set up: {Error}")]
        public static partial void Refused(ILogger logger, string path, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The control group {Path} of pod {Namespace}/{Name} could not be set up: {Error}")]
        public static partial void NotMade(ILogger logger, string @namespace, string name, string path, string error);
    }
}
