using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>The PreFilter extension point: prepares what is asked of each node for one pod.</summary>
internal interface IFilterPlugin
{
    /// <summary>The plugin's name upstream.</summary>
    string Name { get; }

    /// <summary>The changes after which a pod that this plugin rejected is worth another attempt.</summary>
    ClusterEvents Events { get; }

    /// <summary>Looks at the pod and the cluster as a whole.</summary>
    PreFilterResult PreFilter(PodInfo pod, ClusterSnapshot snapshot);
}
