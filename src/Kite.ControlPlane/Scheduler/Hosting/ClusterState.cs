using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Queues;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>Brings what informers tell into the snapshot and the queue, and keeps the pods that are assumed to be on a node before the API says so. Not for several threads.</summary>
internal sealed class ClusterState(SchedulingQueue queue, string schedulerName)
{
    private readonly Dictionary<ObjectKey, PodInfo> assigned = [];
    private readonly Dictionary<ObjectKey, (PodInfo Pod, string NodeName)> assumed = [];

    /// <summary>The cluster as decisions see it.</summary>
    internal ClusterSnapshot Snapshot { get; } = new();

    /// <summary>Takes in a change of a pod.</summary>
    internal void Apply(InformerEvent<Pod> change)
    {
        var pod = change.Object;
        var isGone = change.Type is WatchEventType.Deleted || pod.Status.Phase is "Succeeded" or "Failed";
        if (isGone) Forget(ObjectKey.Of(pod));
        else if (string.IsNullOrEmpty(pod.Spec.NodeName)) ApplyWaiting(pod);
        else ApplyAssigned(new PodInfo(pod));
    }

    /// <summary>Takes in a change of a node.</summary>
    internal void Apply(InformerEvent<Node> change)
    {
        var name = change.Object.Metadata.Name;
        if (change.Type is WatchEventType.Deleted)
        {
            Snapshot.RemoveNode(name);
            queue.Notify(ClusterEvents.NodeDeleted);
            return;
        }
        var events = Snapshot.Find(name)?.Node is { } old ? NodeChanges.Between(old, change.Object) : ClusterEvents.NodeAdded;
        Snapshot.SetNode(change.Object);
        if (events != ClusterEvents.None) queue.Notify(events);
    }

    /// <summary>Takes in a change of a namespace.</summary>
    internal void Apply(InformerEvent<Namespace> change)
    {
        Snapshot.SetNamespace(change.Object.Metadata.Name, change.Type is WatchEventType.Deleted ? null : change.Object.Metadata.Labels);
        queue.Notify(ClusterEvents.NamespaceLabels);
    }

    /// <summary>Takes in a change of a claim, a volume or what else there is of storage.</summary>
    internal void Apply<T>(Dictionary<ObjectKey, T> objects, InformerEvent<T> change)
        where T : class, IApiModel<T>, IApiObject
    {
        VolumeSnapshot.Apply(objects, change);
        queue.Notify(ClusterEvents.Storage);
    }

    /// <summary>True while the pod is assumed to be on a node and the API hasn't said so.</summary>
    internal bool IsAssumed(PodInfo pod) => assumed.TryGetValue(pod.Key, out var found) && found.Pod.Uid == pod.Uid;

    /// <summary>Counts a pod on a node before the API says so.</summary>
    internal void Assume(PodInfo pod, string nodeName)
    {
        assumed[pod.Key] = (pod, nodeName);
        Snapshot.AddPod(pod, nodeName);
        queue.Notify(ClusterEvents.PodAssigned);
    }

    /// <summary>Takes an assumption back; false where the API has meanwhile said otherwise.</summary>
    internal bool Unassume(PodInfo pod)
    {
        if (!assumed.TryGetValue(pod.Key, out var found) || found.Pod.Uid != pod.Uid) return false;
        assumed.Remove(pod.Key);
        Snapshot.RemovePod(found.Pod, found.NodeName);
        queue.Notify(ClusterEvents.AssignedPodGone);
        return true;
    }

    private void ApplyWaiting(Pod pod)
    {
        var key = ObjectKey.Of(pod);
        if (assumed.TryGetValue(key, out var found) && found.Pod.Uid == pod.Metadata.Uid) return;
        if (assumed.ContainsKey(key) || assigned.ContainsKey(key)) Forget(key);
        if (pod.Metadata.DeletionTimestamp is not null || (pod.Spec.SchedulerName ?? SchedulerOptions.DefaultSchedulerName) != schedulerName) queue.Remove(key);
        else queue.AddOrUpdate(new PodInfo(pod));
    }

    private void ApplyAssigned(PodInfo pod)
    {
        queue.Remove(pod.Key);
        var wasAssumed = assumed.Remove(pod.Key, out var assumption);
        if (wasAssumed) Snapshot.RemovePod(assumption.Pod, assumption.NodeName);
        var wasAssigned = assigned.Remove(pod.Key, out var old);
        if (wasAssigned) Snapshot.RemovePod(old!, old!.NodeName);
        assigned[pod.Key] = pod;
        Snapshot.AddPod(pod, pod.NodeName);
        if (!wasAssigned && !wasAssumed) queue.Notify(ClusterEvents.PodAssigned);
        else if (wasAssigned && HasChanged(old!, pod)) queue.Notify(ClusterEvents.AssignedPodChanged);
    }

    private static bool HasChanged(PodInfo old, PodInfo now) => !old.Pod.Spec.Equals(now.Pod.Spec) || !old.Requests.SameAs(now.Requests) || !old.Pod.Metadata.Equals(now.Pod.Metadata with { ResourceVersion = old.Pod.Metadata.ResourceVersion });

    private void Forget(ObjectKey key)
    {
        queue.Remove(key);
        var wasAssumed = assumed.Remove(key, out var assumption);
        if (wasAssumed) Snapshot.RemovePod(assumption.Pod, assumption.NodeName);
        var wasAssigned = assigned.Remove(key, out var old);
        if (wasAssigned) Snapshot.RemovePod(old!, old!.NodeName);
        if (wasAssumed || wasAssigned) queue.Notify(ClusterEvents.AssignedPodGone);
    }
}
