namespace Kite.Agent.Volumes;

/// <summary>Whether containers use a volume as what it is: a file system, or a device.</summary>
internal static class VolumeModes
{
    /// <summary>Refuses a device that a container mounts, and a file system that one wants as a device.</summary>
    /// <exception cref="VolumeException">It is used as what it isn't.</exception>
    public static void Check(VolumeSpec spec)
    {
        var (mounts, devices) = (false, false);
        foreach (var container in Kubelet.Pods.PodRules.AllContainers(spec.Pod))
        {
            mounts |= container.VolumeMounts.Any(mount => mount.Name == spec.Volume.Name);
            devices |= container.VolumeDevices.Any(device => device.Name == spec.Volume.Name);
        }
        if (spec.IsBlock && mounts) throw Refuse(spec, "Block", "volumeMounts");
        if (!spec.IsBlock && devices) throw Refuse(spec, "Filesystem", "volumeDevices");
    }

    private static VolumeException Refuse(VolumeSpec spec, string mode, string where) => new($"volume {spec.Volume.Name} has volumeMode {mode}, but is specified in {where}") { Operation = "" };
}
