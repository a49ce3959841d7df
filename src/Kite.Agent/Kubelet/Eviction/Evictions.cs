using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Looks what is left of the node's resources, and ends pods where too little is: the one that takes most beyond what it asked for, one at a time.</summary>
internal sealed class Evictions(
    EvictionSources sources, ThresholdTracker tracker, NodePressure pressure, IPodDirectory pods, IPodEvictor evictor, KubeletEvents events, KubeletOptions options)
{
    private const string Evicted = "Evicted";

    /// <summary>What is evicted at once gets a second to end.</summary>
    private static readonly TimeSpan ShortGrace = TimeSpan.FromSeconds(1);

    /// <summary>For how long a pod that is being evicted is waited for before another one has to go.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private (string Uid, TimeSpan At) last;

    /// <summary>Looks, and evicts a pod where one has to go.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        var signals = await sources.Signals.ReadAsync(cancellationToken);
        var missed = tracker.Observe(signals, events.Uptime);
        pressure.Set(tracker.Conditions);
        if (await EnforceLimitsAsync(cancellationToken) || missed.Count == 0 || IsEnding()) return;
        var threshold = missed[0];
        events.Record(NodeReference.To(options.NodeName), EventTypes.Warning, "EvictionThresholdMet", $"Attempting to reclaim {EvictionSignals.ResourceOf(threshold.Signal)}");
        if (EvictionSignals.ConditionOf(threshold.Signal) == NodePressure.Disk && await ReclaimAsync(threshold, cancellationToken)) return;
        await EvictAsync(threshold, signals[threshold.Signal], cancellationToken);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private IEnumerable<Pod> Active() => pods.Pods.Where(pod => !PodRules.IsFinished(pod));

    private async Task<bool> EnforceLimitsAsync(CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var pod in Active().Where(LocalStorageLimits.HasLimits))
        {
            if (await sources.Limits.FindExcessAsync(pod, cancellationToken) is not { } excess || EvictionRanking.IsCritical(pod)) continue;
            if (!evictor.Evict(pod.Metadata.Uid, new PodEviction(Evicted, excess.Message, ShortGrace))) continue;
            sources.Meters.Evicted(excess.Signal);
            any = true;
        }
        return any;
    }

    /// <summary>True while a pod that was evicted still runs.</summary>
    private bool IsEnding() => last.Uid is not null && events.Uptime - last.At < Patience && sources.Cache.Pod(last.Uid).Running.Any();

    /// <summary>Frees what nobody needs; true where that is enough.</summary>
    private async Task<bool> ReclaimAsync(EvictionThreshold threshold, CancellationToken cancellationToken)
    {
        // Images on a disk of their own are no help to the other one.
        if (sources.Signals.HasImageDisk && !EvictionSignals.IsOfImages(threshold.Signal)) return false;
        foreach (var reclaimer in sources.Reclaimers) await reclaimer.ReclaimAsync(cancellationToken);
        var signals = await sources.Signals.ReadAsync(cancellationToken);
        return signals.TryGetValue(threshold.Signal, out var seen) && seen.Available >= threshold.EnoughOf(seen.Capacity);
    }

    private async Task EvictAsync(EvictionThreshold threshold, SignalObservation seen, CancellationToken cancellationToken)
    {
        var consumptions = await sources.Consumption.ReadAsync(threshold.Signal, Active().Where(pod => sources.Cache.Pod(pod.Metadata.Uid).Running.Any()), cancellationToken);
        foreach (var candidate in EvictionRanking.Rank(threshold.Signal, consumptions.Where(pod => !EvictionRanking.IsCritical(pod.Pod))))
        {
            var message = EvictionMessage.Of(threshold, seen, candidate);
            var condition = new PodCondition { Type = "DisruptionTarget", Status = "True", Reason = "TerminationByKubelet", Message = message };
            var grace = threshold.GracePeriod is null ? ShortGrace : Shorter(options.EvictionMaxPodGracePeriod, PodRules.GraceOf(candidate.Pod));
            if (!evictor.Evict(candidate.Pod.Metadata.Uid, new PodEviction(Evicted, message, grace, condition))) continue;
            sources.Meters.Evicted(threshold.Signal);
            last = (candidate.Pod.Metadata.Uid, events.Uptime);
            return;
        }
    }
}
