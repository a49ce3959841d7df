namespace Kite.Agent.Kubelet.Resources;

/// <summary>Finds out which version of control groups a machine has.</summary>
internal static class Cgroups
{
    /// <summary>Where control groups are mounted.</summary>
    public const string Root = "/sys/fs/cgroup";

    /// <summary>The control groups below a mount point. A machine with both versions (hybrid) has its controllers in version 1.</summary>
    public static ICgroups Open(string root = Root, string proc = "/proc") => File.Exists(Path.Combine(root, "cgroup.controllers")) ? new CgroupsV2(root, proc) : new CgroupsV1(root, proc);
}
