using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Preemption;

/// <summary>Ends pods on a full node for one that the cluster, or the node, can't do without.</summary>
internal sealed class Preemptions
{
    private const string Reason = "Preempting";

    private readonly RuntimeCache cache;
    private readonly Func<IPodEvictor> evictor;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> ending = new(StringComparer.Ordinal);

    /// <summary>Uses the evictor from the first pod on that has to go.</summary>
    public Preemptions(RuntimeCache cache, Func<IPodEvictor> evictor)
    {
        (this.cache, this.evictor) = (cache, evictor);
        cache.OnChange(pod =>
        {
            if (ending.TryGetValue(pod.Uid, out var end) && HasEnded(pod.Uid)) end.TrySetResult();
        });
    }

    /// <summary>True where there is room for the pod now: those that had to go have ended, in their own time.</summary>
    public async Task<bool> MakeRoomAsync(Pod pod, IReadOnlyCollection<Pod> others, IReadOnlyList<MissingResource> missing, CancellationToken cancellationToken)
    {
        if (!EvictionRanking.IsCritical(pod)) return false;
        if (PreemptionChoice.Of(others.Where(other => MayPreempt(pod, other)), missing) is not { } victims) return false;
        await Task.WhenAll(victims.Select(victim => EndAsync(victim, cancellationToken)));
        return true;
    }

    /// <summary>Critical pods don't go for others, but for those of a higher priority.</summary>
    private static bool MayPreempt(Pod pod, Pod other) => !EvictionRanking.IsCritical(other) || (pod.Spec.Priority is { } own && other.Spec.Priority is { } theirs && own > theirs);

    private async Task EndAsync(Pod victim, CancellationToken cancellationToken)
    {
        var uid = victim.Metadata.Uid;
        var end = ending.GetOrAdd(uid, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var condition = new PodCondition
            {
                Type = "DisruptionTarget",
                Status = "True",
                Reason = "TerminationByKubelet",
                Message = "Pod was preempted by Kubelet to accommodate a critical pod.",
            };
            if (!evictor().Evict(uid, new PodEviction(Reason, "Preempted in order to admit critical pod", Condition: condition)) || HasEnded(uid)) return;
            await end.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            ending.TryRemove(uid, out _);
        }
    }

    private bool HasEnded(string uid) => !cache.Pod(uid).Running.Any();
}
