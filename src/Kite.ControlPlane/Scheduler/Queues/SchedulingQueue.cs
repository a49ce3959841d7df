using Kite.Api.Clocks;
using Kite.Api.Meta;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Queues;

/// <summary>The pods that wait for a node: by priority, then by age; those tried in vain wait for a change, and at least for their back-off. Not for several threads.</summary>
internal sealed class SchedulingQueue(SchedulerOptions options, TimeProvider time)
{
    private readonly Dictionary<ObjectKey, QueuedPod> pods = [];
    private readonly PriorityQueue<(QueuedPod Pod, int Move), (long Priority, TimeSpan Since, long Sequence)> active = new();
    private readonly PriorityQueue<(QueuedPod Pod, int Move), TimeSpan> backOff = new();
    private readonly HashSet<QueuedPod> unschedulable = [];
    private long sequence;

    /// <summary>How many pods wait in a place.</summary>
    internal int Count(QueuePlace place) => pods.Values.Count(pod => pod.Place == place);

    /// <summary>Adds a pod, or takes over its change; a change other than of its status makes another attempt worthwhile.</summary>
    internal void AddOrUpdate(PodInfo pod)
    {
        if (!pods.TryGetValue(pod.Key, out var queued) || queued.Pod.Uid != pod.Uid)
        {
            Remove(pod.Key);
            queued = pods[pod.Key] = new QueuedPod(pod) { Since = time.Uptime() };
            Admit(queued);
            return;
        }
        var isRelevant = IsRelevant(queued.Pod, pod);
        queued.Pod = pod;
        if (queued.Place is QueuePlace.Gated || (queued.Place is QueuePlace.Unschedulable && isRelevant)) Admit(queued);
    }

    /// <summary>Forgets a pod.</summary>
    internal void Remove(ObjectKey key)
    {
        if (!pods.Remove(key, out var queued)) return;
        Move(queued, QueuePlace.Taken);
    }

    /// <summary>The pod to try next, or null; it stays known until it is removed or put back.</summary>
    internal QueuedPod? Take()
    {
        ReleaseBackOff();
        while (active.TryDequeue(out var entry, out _))
        {
            if (entry.Move != entry.Pod.Moves) continue;
            Move(entry.Pod, QueuePlace.Taken);
            return entry.Pod;
        }
        return null;
    }

    /// <summary>Puts a pod back that no node was found for, until one of the changes happens.</summary>
    internal void PutBack(QueuedPod queued, ClusterEvents retryOn)
    {
        if (!IsKnown(queued)) return;
        StartBackOff(queued);
        queued.RetryOn = retryOn;
        Move(queued, QueuePlace.Unschedulable);
        unschedulable.Add(queued);
    }

    /// <summary>Puts a pod back whose attempt failed for other reasons; it is tried again after its back-off.</summary>
    internal void Retry(QueuedPod queued)
    {
        if (!IsKnown(queued)) return;
        StartBackOff(queued);
        Admit(queued);
    }

    /// <summary>Tells of changes: the pods that wait for one of them become worth another attempt.</summary>
    internal void Notify(ClusterEvents events)
    {
        if (unschedulable.Count == 0) return;
        foreach (var queued in unschedulable.Where(queued => (queued.RetryOn & events) != 0).ToList()) Admit(queued);
    }

    /// <summary>Lets pods go that have waited for a change for too long.</summary>
    internal void Flush()
    {
        var before = time.Uptime() - options.UnschedulableRetry;
        foreach (var queued in unschedulable.Where(queued => queued.Since <= before).ToList()) Admit(queued);
    }

    /// <summary>When the next back-off ends, by the time that passes, or null.</summary>
    internal TimeSpan? NextRelease()
    {
        while (backOff.TryPeek(out var entry, out var until))
        {
            if (entry.Move == entry.Pod.Moves) return until;
            backOff.Dequeue();
        }
        return null;
    }

    private static bool IsRelevant(PodInfo old, PodInfo now) =>
        !old.Pod.Spec.Equals(now.Pod.Spec) || old.Pod.Metadata.DeletionTimestamp != now.Pod.Metadata.DeletionTimestamp || !SameLabels(old.Labels, now.Labels);

    private static bool SameLabels(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left)
            if (!right.TryGetValue(key, out var other) || other != value) return false;
        return true;
    }

    private bool IsKnown(QueuedPod queued) => pods.TryGetValue(queued.Pod.Key, out var known) && ReferenceEquals(known, queued);

    private void ReleaseBackOff()
    {
        var now = time.Uptime();
        while (NextRelease() <= now) Admit(backOff.Dequeue().Pod);
    }

    private void StartBackOff(QueuedPod queued)
    {
        queued.Since = time.Uptime();
        var doublings = Math.Min(queued.Attempts++, 16);
        var wait = options.InitialBackOff * (1 << doublings);
        queued.BackOffUntil = queued.Since + (wait < options.LongestBackOff ? wait : options.LongestBackOff);
    }

    private void Admit(QueuedPod queued)
    {
        if (queued.Pod.Pod.Spec.SchedulingGates.Count > 0)
        {
            Move(queued, QueuePlace.Gated);
        }
        else if (queued.BackOffUntil > time.Uptime())
        {
            Move(queued, QueuePlace.BackOff);
            backOff.Enqueue((queued, queued.Moves), queued.BackOffUntil);
        }
        else
        {
            Move(queued, QueuePlace.Active);
            active.Enqueue((queued, queued.Moves), (-(long)queued.Pod.Priority, queued.Since, sequence++));
        }
    }

    private void Move(QueuedPod queued, QueuePlace place)
    {
        if (queued.Place is QueuePlace.Unschedulable) unschedulable.Remove(queued);
        queued.Place = place;
        queued.Moves++;
    }
}
