namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>Changes of the cluster that can make room for a pod.</summary>
[Flags]
internal enum ClusterEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A node came.</summary>
    NodeAdded = 1,

    /// <summary>A node's allocatable resources changed.</summary>
    NodeAllocatable = 2,

    /// <summary>A node's labels changed.</summary>
    NodeLabels = 4,

    /// <summary>A node's taints changed, or whether it is schedulable.</summary>
    NodeTaints = 8,

    /// <summary>A node went.</summary>
    NodeDeleted = 16,

    /// <summary>A pod got a node.</summary>
    PodAssigned = 32,

    /// <summary>The labels or requests of a pod with a node changed.</summary>
    AssignedPodChanged = 64,

    /// <summary>A pod with a node ended or went.</summary>
    AssignedPodGone = 128,

    /// <summary>A namespace's labels changed.</summary>
    NamespaceLabels = 256,

    /// <summary>A claim, a volume, a storage class or what a storage driver says changed.</summary>
    Storage = 512,

    /// <summary>Any of them.</summary>
    All = 1023,
}
