namespace Kite.Agent.Kubelet.Eviction;

/// <summary>What can run out on a node, by the names that thresholds have.</summary>
internal static class EvictionSignals
{
    public const string MemoryAvailable = "memory.available";
    public const string NodeFsAvailable = "nodefs.available";
    public const string NodeFsInodesFree = "nodefs.inodesFree";
    public const string ImageFsAvailable = "imagefs.available";
    public const string ImageFsInodesFree = "imagefs.inodesFree";
    public const string PidAvailable = "pid.available";

    /// <summary>All of them, in the order in which they are dealt with: memory is the most urgent.</summary>
    public static IReadOnlyList<string> All { get; } = [MemoryAvailable, NodeFsAvailable, NodeFsInodesFree, ImageFsAvailable, ImageFsInodesFree, PidAvailable];

    /// <summary>The node condition that says that it runs out.</summary>
    public static string ConditionOf(string signal) => signal switch
    {
        MemoryAvailable => NodePressure.Memory,
        PidAvailable => NodePressure.Pid,
        _ => NodePressure.Disk,
    };

    /// <summary>True for what images take.</summary>
    public static bool IsOfImages(string signal) => signal is ImageFsAvailable or ImageFsInodesFree;

    /// <summary>The resource as messages name it.</summary>
    public static string ResourceOf(string signal) => signal switch
    {
        MemoryAvailable => "memory",
        PidAvailable => "pids",
        NodeFsInodesFree or ImageFsInodesFree => "inodes",
        _ => "ephemeral-storage",
    };
}
