using Kite.Agent.Kubelet.Eviction;

namespace Kite.Configuration;

/// <summary>The settings of what a node keeps back and when it ends pods, under the names that upstream's kubelet has for them.</summary>
internal static class EvictionSettings
{
    public static readonly Setting MaxPods = new("max-pods", "How many pods fit on the node", "110");
    public static readonly Setting PodMaxPids = new("pod-max-pids", "How many processes and threads a pod may have; -1 for as many as the node", "-1");
    public static readonly Setting KubeReserved = new("kube-reserved", "What is set aside for Kite and the engine, such as cpu=200m,memory=256Mi,ephemeral-storage=1Gi");
    public static readonly Setting SystemReserved = new("system-reserved", "What is set aside for the rest of the system, in the same form");
    public static readonly Setting EvictionHard = new("eviction-hard", "When pods are evicted at once", EvictionThresholds.Default);
    public static readonly Setting EvictionSoft = new("eviction-soft", "When pods are evicted after a time, such as memory.available<1Gi");
    public static readonly Setting EvictionSoftGracePeriod = new("eviction-soft-grace-period", "After which time, for each of those, such as memory.available=1m30s");
    public static readonly Setting EvictionMaxPodGracePeriod = new("eviction-max-pod-grace-period", "How many seconds pods that are evicted after a time get to end, at most", "0");
    public static readonly Setting EvictionMinimumReclaim = new("eviction-minimum-reclaim", "How much more than a threshold must be free again, such as nodefs.available=500Mi");
    public static readonly Setting EvictionPressureTransitionPeriod = new("eviction-pressure-transition-period", "For how long a node says that something runs out after it doesn't any more", "5m");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        MaxPods, PodMaxPids, KubeReserved, SystemReserved, EvictionHard, EvictionSoft, EvictionSoftGracePeriod, EvictionMaxPodGracePeriod, EvictionMinimumReclaim, EvictionPressureTransitionPeriod,
    ];
}
