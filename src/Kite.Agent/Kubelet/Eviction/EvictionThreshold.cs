using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>How much has to be left of something.</summary>
/// <param name="Signal">What, one of <see cref="EvictionSignals"/>.</param>
/// <param name="Least">The amount below which pods go; null where it is a share.</param>
/// <param name="LeastShare">The share of the whole below which pods go, from 0 to 1.</param>
public sealed record EvictionThreshold(string Signal, Quantity? Least, double LeastShare)
{
    /// <summary>For how long it has to be missed before pods go; null for not at all, with a second for pods to end.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>How much more than the threshold must be free again before it counts as met.</summary>
    public Quantity? MinimumReclaim { get; init; }

    /// <summary>The share of the whole that must be free beyond the threshold.</summary>
    public double MinimumReclaimShare { get; init; }

    /// <summary>The threshold for a whole of so many units.</summary>
    internal long LeastOf(long capacity) => Least?.Value ?? (long)(LeastShare * capacity);

    /// <summary>What must be free for it to be met again.</summary>
    internal long EnoughOf(long capacity) => LeastOf(capacity) + (MinimumReclaim?.Value ?? (long)(MinimumReclaimShare * capacity));

    /// <summary>The threshold as messages have it.</summary>
    internal string QuantityOf(long capacity) => Least?.Text ?? (Signal.EndsWith("available", StringComparison.Ordinal) && Signal != EvictionSignals.PidAvailable
        ? Quantity.OfBytes(LeastOf(capacity)) : Quantity.Of(LeastOf(capacity))).Text;
}
