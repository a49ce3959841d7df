using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods to nodes from which their volumes can be used, or on which they can be had.</summary>
internal sealed class VolumeBinding : IFilterPlugin
{
    public string Name => "VolumeBinding";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeLabels | ClusterEvents.Storage;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        var (claims, rejection) = PodClaimSet.Of(pod.Pod, snapshot.Volumes);
        if (rejection is not null) return new PreFilterResult(null, rejection);
        return claims is null ? PreFilterResult.Skip : new PreFilterResult(new ClaimFilter(claims, snapshot.Volumes));
    }

    /// <summary>What has to be done so that a pod can go to a node that has passed the filter.</summary>
    internal static VolumePlan PlanFor(Pod pod, NodeInfo node, VolumeSnapshot volumes) =>
        PodClaimSet.Of(pod, volumes).Claims is { Unbound.Count: > 0 } claims ? new VolumeChoice(volumes).For(claims.Unbound, node).Plan : VolumePlan.Empty;

    private sealed class ClaimFilter(PodClaimSet claims, VolumeSnapshot volumes) : INodeFilter
    {
        private static readonly Rejection Missing = Rejection.Unresolvable("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
        private static readonly Rejection Elsewhere = Rejection.Unresolvable("node(s) didn't match PersistentVolume's node affinity");
        private readonly VolumeChoice choice = new(volumes);

        public Rejection? Filter(NodeInfo node)
        {
            foreach (var claim in claims.Bound)
            {
                if (volumes.Volume(claim.Spec.VolumeName) is not { } volume) return Missing;
                if (!VolumeChoice.IsReachable(volume, node)) return Elsewhere;
            }
            return claims.Unbound.Count == 0 ? null : choice.For(claims.Unbound, node).Rejection;
        }
    }
}
