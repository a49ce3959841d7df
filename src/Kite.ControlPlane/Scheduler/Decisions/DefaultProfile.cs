using Kite.ControlPlane.Scheduler.Plugins;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>The plugins that every pod is decided with, in the order in which they are asked.</summary>
internal static class DefaultProfile
{
    /// <summary>A scheduler with the default plugins.</summary>
    internal static PodScheduler Create(SchedulerOptions options)
    {
        var (taints, affinity, resources) = (new TaintToleration(), new NodeAffinity(), new NodeResourcesFit());
        var (spread, pods) = (new PodTopologySpread(), new InterPodAffinity());
        return new PodScheduler(
            [new NodeUnschedulable(), new NodeName(), taints, affinity, new NodePorts(), resources, new VolumeRestrictions(), new NodeVolumeLimits(), new VolumeBinding(), new VolumeZone(), spread, pods],
            [taints, affinity, resources, spread, pods, new NodeResourcesBalancedAllocation(), new ImageLocality()],
            options.PercentageOfNodesToScore);
    }
}
