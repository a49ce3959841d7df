using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Where evictions know from what is left, who takes it, and who could give something back.</summary>
internal sealed record EvictionSources(ISignalReader Signals, ConsumptionReader Consumption, LocalStorageLimits Limits, RuntimeCache Cache, IReadOnlyList<IDiskReclaimer> Reclaimers)
{
    /// <summary>Counts who was evicted.</summary>
    public required KubeletMeters Meters { get; init; }
}
