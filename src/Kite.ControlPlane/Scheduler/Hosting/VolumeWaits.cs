using Kite.Api.Clocks;
using Kite.Api.Meta;
using Kite.ControlPlane.Scheduler.Queues;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>Pods that have a node and wait until their claims have their volumes. Nobody waits in the literal sense: each change of a claim says who may go on. Not for several threads.</summary>
internal sealed class VolumeWaits(VolumeSnapshot volumes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Dictionary<ObjectKey, Wait> waits = [];

    /// <summary>Lets a pod wait; the volumes of its plan count as taken.</summary>
    internal void Add(QueuedPod queued, string nodeName, VolumePlan plan)
    {
        waits[queued.Pod.Key] = new Wait(queued, nodeName, plan, time.Uptime() + Patience);
        foreach (var (volume, claim) in plan.Reservations) volumes.Assume(volume.Metadata.Name, claim.Metadata.Uid);
    }

    /// <summary>Ends a pod's wait; false where it doesn't wait.</summary>
    internal bool Remove(QueuedPod queued)
    {
        if (!waits.TryGetValue(queued.Pod.Key, out var wait) || !ReferenceEquals(wait.Queued, queued)) return false;
        waits.Remove(queued.Pod.Key);
        foreach (var (volume, _) in wait.Plan.Reservations) volumes.Unassume(volume.Metadata.Name);
        return true;
    }

    /// <summary>The pods whose wait is over, and why where that is no success.</summary>
    internal IReadOnlyList<(QueuedPod Queued, string NodeName, string? Failure)> TakeEnded()
    {
        if (waits.Count == 0) return [];
        var ended = waits.Values.Select(wait => (wait.Queued, wait.NodeName, State: StateOf(wait))).Where(wait => wait.State is not null).ToArray();
        foreach (var (queued, _, _) in ended) Remove(queued);
        return [.. ended.Select(wait => (wait.Queued, wait.NodeName, wait.State!.Length == 0 ? null : wait.State))];
    }

    /// <summary>Null while the pod has to wait, empty where all is well, else what went wrong.</summary>
    private string? StateOf(Wait wait)
    {
        var isBound = true;
        foreach (var claim in wait.Plan.Claims)
        {
            if (volumes.Claims.GetValueOrDefault(ObjectKey.Of(claim)) is not { } now || now.Metadata.Uid != claim.Metadata.Uid) return $"pvc \"{claim.Metadata.Name}\" was deleted";
            if (now.IsFullyBound()) continue;
            isBound = false;
            var node = now.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.SelectedNode);
            var isRefused = wait.WasSelected.Contains(claim.Metadata.Uid) && node != wait.NodeName;
            if (isRefused) return $"provisioning failed for PVC \"{claim.Metadata.Name}\"";
            if (node == wait.NodeName) wait.WasSelected.Add(claim.Metadata.Uid);
        }
        if (isBound) return "";
        return time.Uptime() >= wait.Until ? "timed out waiting for the condition" : null;
    }

    private sealed record Wait(QueuedPod Queued, string NodeName, VolumePlan Plan, TimeSpan Until)
    {
        /// <summary>The claims that were seen with the node on them: when it is gone again, their provisioner has given up.</summary>
        public HashSet<string> WasSelected { get; } = new(StringComparer.Ordinal);
    }
}
