using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Keeps pods off nodes without room for their requests, and prefers the nodes with the most room left.</summary>
internal sealed class NodeResourcesFit : IFilterPlugin, IScorePlugin
{
    public string Name => "NodeResourcesFit";

    public int Weight => 1;

    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeAllocatable | ClusterEvents.AssignedPodGone | ClusterEvents.AssignedPodChanged;

    public PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot) => new(new FitFilter(pod.Requests));

    public INodeScorer PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates) => new LeastAllocated(pod.AssumedRequests);

    private sealed class FitFilter(ResourceAmounts requests) : INodeFilter
    {
        private static readonly Rejection NoCpu = Rejection.Of("Insufficient cpu");
        private static readonly Rejection NoMemory = Rejection.Of("Insufficient memory");
        private static readonly Rejection NoPods = Rejection.Of("Too many pods");

        private readonly bool isEmpty = requests.IsEmpty;

        public Rejection? Filter(NodeInfo node)
        {
            var noPods = node.Pods.Count + 1 > node.AllowedPods;
            if (isEmpty) return noPods ? NoPods : null;
            var noCpu = Lacks(requests.MilliCpu, node.Allocatable.MilliCpu, node.Requested.MilliCpu);
            var noMemory = Lacks(requests.Memory, node.Allocatable.Memory, node.Requested.Memory);
            if (requests.EphemeralStorage > 0 || requests.Scalars is not null) return FilterAll(node, noPods, noCpu, noMemory);
            return (noPods, noCpu, noMemory) switch
            {
                (false, false, false) => null,
                (true, false, false) => NoPods,
                (false, true, false) when requests.MilliCpu <= node.Allocatable.MilliCpu => NoCpu,
                (false, false, true) when requests.Memory <= node.Allocatable.Memory => NoMemory,
                _ => FilterAll(node, noPods, noCpu, noMemory),
            };
        }

        private static bool Lacks(long wanted, long allocatable, long used) => wanted > 0 && wanted > allocatable - used;

        private Rejection? FilterAll(NodeInfo node, bool noPods, bool noCpu, bool noMemory)
        {
            var reasons = new List<string>();
            var isResolvable = true;
            if (noPods) reasons.Add("Too many pods");
            if (noCpu) Insufficient("cpu", requests.MilliCpu, node.Allocatable.MilliCpu);
            if (noMemory) Insufficient("memory", requests.Memory, node.Allocatable.Memory);
            if (Lacks(requests.EphemeralStorage, node.Allocatable.EphemeralStorage, node.Requested.EphemeralStorage))
                Insufficient("ephemeral-storage", requests.EphemeralStorage, node.Allocatable.EphemeralStorage);
            foreach (var (name, wanted) in requests.Scalars ?? [])
                if (Lacks(wanted, node.Allocatable.Scalar(name), node.Requested.Scalar(name))) Insufficient(name, wanted, node.Allocatable.Scalar(name));
            return reasons.Count == 0 ? null : new Rejection(reasons, isResolvable);

            void Insufficient(string name, long wanted, long allocatable)
            {
                reasons.Add($"Insufficient {name}");
                isResolvable &= wanted <= allocatable;
            }
        }
    }

    private sealed class LeastAllocated(ResourceAmounts requests) : INodeScorer
    {
        public long Score(NodeInfo node)
        {
            var (score, weight) = (0L, 0L);
            Add(node.Allocatable.MilliCpu, node.AssumedRequested.MilliCpu + requests.MilliCpu, ref score, ref weight);
            Add(node.Allocatable.Memory, node.AssumedRequested.Memory + requests.Memory, ref score, ref weight);
            return weight == 0 ? 0 : score / weight;
        }

        private static void Add(long allocatable, long used, ref long score, ref long weight)
        {
            if (allocatable == 0) return;
            weight++;
            if (used <= allocatable) score += (long)((Int128)(allocatable - used) * INodeScorer.MaxScore / allocatable);
        }
    }
}
