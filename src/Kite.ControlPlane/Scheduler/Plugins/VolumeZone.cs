using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods to the zones and regions that the labels of their volumes name.</summary>
internal sealed class VolumeZone : IFilterPlugin
{
    private static readonly string[] Labels =
        ["topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region"];

    public string Name => "VolumeZone";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeLabels | ClusterEvents.Storage;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot)
    {
        if (PodClaimSet.Of(pod.Pod, snapshot.Volumes).Claims is not { Bound.Count: > 0 } claims) return PreFilterResult.Skip;
        var wanted = new List<(string Label, string[] Values)>();
        foreach (var claim in claims.Bound)
            foreach (var label in Labels)
                if (snapshot.Volumes.Volume(claim.Spec.VolumeName)?.Metadata.Labels.TryGetValue(label, out var value) is true) wanted.Add((label, value.Split("__")));
        return wanted.Count == 0 ? PreFilterResult.Skip : new PreFilterResult(new ZoneFilter(wanted));
    }

    private sealed class ZoneFilter(List<(string Label, string[] Values)> wanted) : INodeFilter
    {
        private static readonly Rejection Elsewhere = Rejection.Unresolvable("node(s) had no available volume zone");

        public Rejection? Filter(NodeInfo node)
        {
            // A node that says nothing of zones is in all of them.
            if (!Array.Exists(Labels, node.Labels.ContainsKey)) return null;
            foreach (var (label, values) in wanted)
                if (!values.Contains(node.Labels.GetValueOrDefault(label) ?? "")) return Elsewhere;
            return null;
        }
    }
}
