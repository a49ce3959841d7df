using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods off cordoned nodes, unless they tolerate the taint of that name.</summary>
internal sealed class NodeUnschedulable : IFilterPlugin
{
    private static readonly Taint Cordoned = new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    public string Name => "NodeUnschedulable";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeTaints;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot) =>
        pod.Pod.Spec.Tolerations.Tolerate(Cordoned) ? PreFilterResult.Skip : new(CordonFilter.Instance);

    private sealed class CordonFilter : INodeFilter
    {
        internal static readonly CordonFilter Instance = new();

        private static readonly Rejection Unschedulable = Rejection.Unresolvable("node(s) were unschedulable");

        public Rejection? Filter(NodeInfo node) => node.IsUnschedulable ? Unschedulable : null;
    }
}
