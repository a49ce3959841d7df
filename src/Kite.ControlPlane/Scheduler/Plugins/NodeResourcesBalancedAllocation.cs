using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Prefers nodes where CPU and memory would be used in like measure.</summary>
internal sealed class NodeResourcesBalancedAllocation : IScorePlugin
{
    public string Name => "NodeResourcesBalancedAllocation";

    public int Weight => 1;

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates) =>
        pod.Requests.MilliCpu == 0 && pod.Requests.Memory == 0 ? null : new Balance(pod.Requests);

    private sealed class Balance(ResourceAmounts requests) : INodeScorer
    {
        public long Score(NodeInfo node)
        {
            var (cpu, memory) = (node.Allocatable.MilliCpu, node.Allocatable.Memory);
            if (cpu == 0 || memory == 0) return INodeScorer.MaxScore;
            var cpuShare = Math.Min(1, (node.Requested.MilliCpu + requests.MilliCpu) / (double)cpu);
            var memoryShare = Math.Min(1, (node.Requested.Memory + requests.Memory) / (double)memory);
            var deviation = Math.Abs(cpuShare - memoryShare) / 2;
            return (long)((1 - deviation) * INodeScorer.MaxScore);
        }
    }
}
