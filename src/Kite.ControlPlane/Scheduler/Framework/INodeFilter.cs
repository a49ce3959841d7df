using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>The Filter extension point, prepared for one pod.</summary>
internal interface INodeFilter
{
    /// <summary>Why the pod can't run on the node, or null where it can.</summary>
    Rejection? Filter(NodeInfo node);

    /// <summary>A copy whose view of the cluster can be changed apart from this one.</summary>
    INodeFilter Fork() => this;

    /// <summary>Takes a further pod on a node into the view.</summary>
    void Add(PodInfo pod, NodeInfo node)
    {
    }

    /// <summary>Takes a pod on a node out of the view.</summary>
    void Remove(PodInfo pod, NodeInfo node)
    {
    }
}
