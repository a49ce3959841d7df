using Kite.ControlPlane.Scheduler.Plugins;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>The plugins that every pod is decided with, in the order in which they are asked.</summary>
internal static class DefaultProfile
{
    /// <summary>A scheduler with the default plugins.</summary>
    internal static PodScheduler Create(SchedulerOptions options)
    {
        var (taints, affinity, resources) = (new TaintToleration(), new NodeAffinity(), new NodeResourcesFit());
        return new PodScheduler(
            [new NodeUnschedulable(), new NodeName(), taints, affinity, new NodePorts(), resources],
            [taints, affinity, resources, new NodeResourcesBalancedAllocation(), new ImageLocality()],
            options.PercentageOfNodesToScore);
    }
}
