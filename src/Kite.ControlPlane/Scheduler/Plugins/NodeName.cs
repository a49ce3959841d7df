using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps a pod that names its node off all others.</summary>
internal sealed class NodeName : IFilterPlugin
{
    public string Name => "NodeName";

    public ClusterEvents Events => ClusterEvents.NodeAdded;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot) =>
        pod.NodeName.Length == 0 ? PreFilterResult.Skip : new(new NameFilter(pod.NodeName));

    private sealed class NameFilter(string name) : INodeFilter
    {
        private static readonly Rejection OtherNode = Rejection.Unresolvable("node(s) didn't match the requested node name");

        public Rejection? Filter(NodeInfo node) => node.Name == name ? null : OtherNode;
    }
}
