namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Remembers since when thresholds are missed, which conditions the node has, and which thresholds are a reason to evict.</summary>
internal sealed class ThresholdTracker(IReadOnlyList<EvictionThreshold> thresholds, TimeSpan transitionPeriod)
{
    private readonly Dictionary<EvictionThreshold, TimeSpan> missedSince = [];
    private readonly Dictionary<string, TimeSpan> conditionSeen = new(StringComparer.Ordinal);

    /// <summary>The conditions that hold: those of missed thresholds, and those that held within the transition period.</summary>
    public IReadOnlySet<string> Conditions { get; private set; } = new HashSet<string>();

    /// <summary>Notes what is left, and gives the thresholds for which pods have to go, the most urgent first.</summary>
    /// <param name="signals">What is left.</param>
    /// <param name="now">The time that has passed, which doesn't jump.</param>
    public IReadOnlyList<EvictionThreshold> Observe(IReadOnlyDictionary<string, SignalObservation> signals, TimeSpan now)
    {
        foreach (var threshold in thresholds)
        {
            if (!signals.TryGetValue(threshold.Signal, out var seen)) continue;
            // Once missed, it takes more than the threshold to be well again.
            var needed = missedSince.ContainsKey(threshold) ? threshold.EnoughOf(seen.Capacity) : threshold.LeastOf(seen.Capacity);
            if (seen.Available >= needed) missedSince.Remove(threshold);
            else missedSince.TryAdd(threshold, now);
        }
        foreach (var threshold in missedSince.Keys) conditionSeen[EvictionSignals.ConditionOf(threshold.Signal)] = now;
        foreach (var (condition, seen) in conditionSeen)
            if (now - seen >= transitionPeriod && !missedSince.Keys.Any(threshold => EvictionSignals.ConditionOf(threshold.Signal) == condition)) conditionSeen.Remove(condition);
        Conditions = conditionSeen.Keys.ToHashSet();
        return [.. missedSince.Where(missed => now - missed.Value >= (missed.Key.GracePeriod ?? TimeSpan.Zero)).Select(missed => missed.Key)
            .OrderBy(threshold => Urgency(threshold.Signal)).ThenBy(threshold => threshold.GracePeriod is not null)];
    }

    private static int Urgency(string signal)
    {
        for (var i = 0; i < EvictionSignals.All.Count; i++)
            if (EvictionSignals.All[i] == signal) return i;
        return int.MaxValue;
    }
}
