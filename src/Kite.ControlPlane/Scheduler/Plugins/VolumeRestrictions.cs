using Kite.Api.Meta;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Gives a claim with <c>ReadWriteOncePod</c> to one pod only.</summary>
internal sealed class VolumeRestrictions : IFilterPlugin
{
    public string Name => "VolumeRestrictions";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.AssignedPodGone | ClusterEvents.Storage;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        HashSet<string>? exclusive = null;
        foreach (var volume in pod.Pod.Spec.Volumes)
        {
            if (VolumeFacts.ClaimName(pod.Pod, volume) is not { } name) continue;
            if (snapshot.Volumes.Claims.GetValueOrDefault(new ObjectKey(pod.Key.Namespace, name)) is { } claim && claim.Spec.AccessModes.Contains("ReadWriteOncePod")) (exclusive ??= []).Add(name);
        }
        if (exclusive is null) return PreFilterResult.Skip;
        var users = snapshot.Nodes.SelectMany(node => node.Pods.Where(other => Uses(other, pod, exclusive)).Select(other => other.Uid)).ToHashSet(StringComparer.Ordinal);
        return users.Count == 0 ? PreFilterResult.Skip : new PreFilterResult(new ExclusiveFilter(users, pod, exclusive));
    }

    private static bool Uses(PodInfo other, PodInfo pod, HashSet<string> claims) =>
        other.Uid != pod.Uid && other.Key.Namespace == pod.Key.Namespace && other.Pod.Spec.Volumes.Any(volume => VolumeFacts.ClaimName(other.Pod, volume) is { } name && claims.Contains(name));

    /// <summary>Wherever the other pod is, its end makes room on every node.</summary>
    private sealed class ExclusiveFilter(HashSet<string> users, PodInfo wanted, HashSet<string> claims) : INodeFilter
    {
        private static readonly Rejection Taken = Rejection.Of("node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");

        public Rejection? Filter(NodeInfo node) => users.Count > 0 ? Taken : null;

        public INodeFilter Fork() => new ExclusiveFilter([.. users], wanted, claims);

        public void Add(PodInfo pod, NodeInfo node)
        {
            if (Uses(pod, wanted, claims)) users.Add(pod.Uid);
        }

        public void Remove(PodInfo pod, NodeInfo node) => users.Remove(pod.Uid);
    }
}
