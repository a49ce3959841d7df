using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods off nodes where another pod has a port that they take.</summary>
internal sealed class NodePorts : IFilterPlugin
{
    public string Name => "NodePorts";

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.AssignedPodGone;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot) =>
        pod.HostPorts.Count == 0 ? PreFilterResult.Skip : new(new PortFilter(pod.HostPorts));

    private sealed class PortFilter(IReadOnlyList<HostPort> wanted) : INodeFilter
    {
        private static readonly Rejection Taken = Rejection.Of("node(s) didn't have free ports for the requested pod ports");

        public Rejection? Filter(NodeInfo node)
        {
            foreach (var used in node.UsedPorts)
                foreach (var port in wanted)
                    if (port.Conflicts(used)) return Taken;
            return null;
        }
    }
}
