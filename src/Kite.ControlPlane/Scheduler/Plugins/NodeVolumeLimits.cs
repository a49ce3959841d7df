using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods off nodes to which a CSI driver can't attach any more volumes.</summary>
internal sealed class NodeVolumeLimits : IFilterPlugin
{
    public string Name => "NodeVolumeLimits";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.AssignedPodGone | ClusterEvents.Storage;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        if (snapshot.Volumes.Nodes.Count == 0) return PreFilterResult.Skip;
        var wanted = VolumesOf(pod.Pod, snapshot.Volumes).ToHashSet();
        return wanted.Count == 0 ? PreFilterResult.Skip : new PreFilterResult(new LimitFilter(wanted, snapshot.Volumes));
    }

    /// <summary>Each volume of a pod with its driver; one that is yet to be made is known by its claim.</summary>
    private static IEnumerable<(string Driver, string Volume)> VolumesOf(Pod pod, VolumeSnapshot volumes)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (VolumeFacts.ClaimName(pod, volume) is not { } name) continue;
            var key = new ObjectKey(pod.Metadata.Namespace, name);
            if (volumes.Claims.GetValueOrDefault(key) is not { } claim) continue;
            if (volumes.Volume(claim.Spec.VolumeName) is { } bound)
            {
                if (bound.Spec.Csi is { } csi) yield return (csi.Driver, csi.VolumeHandle);
            }
            else if (volumes.Classes.GetValueOrDefault(new ObjectKey("", claim.ClassName())) is { } storageClass)
            {
                yield return (storageClass.Provisioner, key.ToString());
            }
        }
    }

    private sealed class LimitFilter(HashSet<(string Driver, string Volume)> wanted, VolumeSnapshot volumes) : INodeFilter
    {
        private static readonly Rejection Exceeded = Rejection.Of("node(s) exceed max volume count");

        public Rejection? Filter(NodeInfo node)
        {
            if (volumes.Nodes.GetValueOrDefault(new ObjectKey("", node.Name)) is not { } known) return null;
            var limits = known.Spec.Drivers.Where(driver => driver.Allocatable?.Count is not null && wanted.Any(volume => volume.Driver == driver.Name)).ToArray();
            if (limits.Length == 0) return null;
            var used = node.Pods.SelectMany(pod => VolumesOf(pod.Pod, volumes)).ToHashSet();
            used.UnionWith(wanted);
            return limits.Any(driver => used.Count(volume => volume.Driver == driver.Name) > driver.Allocatable!.Count) ? Exceeded : null;
        }
    }
}
