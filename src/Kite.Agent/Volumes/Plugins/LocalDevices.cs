using Kite.Agent.Kubelet;
using Kite.Agent.Network.Commands;

namespace Kite.Agent.Volumes.Plugins;

/// <summary>File systems on block devices of the node, mounted once per node below <c>plugins/kubernetes.io/local-volume/mounts</c>; one is made where a device is empty.</summary>
internal sealed class LocalDevices(KubeletOptions options, ICommandRunner commands)
{
    private const string UsualType = "ext4";
    private const int NothingFound = 2;
    private const int ErrorsLeft = 4;
    private const string Mount = "MountVolume.MountDevice";

    private readonly string root = Path.Combine(options.RootDirectory, "plugins", "kubernetes.io", "local-volume", "mounts");

    /// <summary>The volumes that are mounted.</summary>
    public IReadOnlyList<string> Mounted => Directory.Exists(root) ? [.. Directory.GetDirectories(root).Select(Path.GetFileName).OfType<string>()] : [];

    /// <summary>Mounts a volume's device, unless it is, and gives where.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VolumeException">It can't be mounted.</exception>
    public async Task<string> MountAsync(VolumeSpec volume, CancellationToken cancellationToken)
    {
        var spec = volume.Persistent!.Spec;
        var (device, type) = (spec.Local!.Path, spec.Local.FsType is { Length: > 0 } named ? named : UsualType);
        var directory = Path.Combine(root, volume.Name);
        if (Mounts.IsMountPoint(directory)) return directory;
        Directory.CreateDirectory(directory, (UnixFileMode)0x1E8); // 0750
        try
        {
            await PrepareAsync(device, type, volume.IsReadOnly, cancellationToken);
            await MountCommand.RunAsync(commands, type, device, directory, [.. volume.IsReadOnly ? ["ro"] : Array.Empty<string>(), .. spec.MountOptions, "defaults"], cancellationToken);
            return directory;
        }
        catch (VolumeException e)
        {
            throw new VolumeException($"local: failed to mount device {device} at {directory} (fstype: {type}), error {e.Message}", e) { Operation = Mount };
        }
    }

    /// <summary>Unmounts a volume that no pod uses any more; one that isn't mounted is none.</summary>
    /// <exception cref="IOException">It can't be unmounted.</exception>
    public void Unmount(string name)
    {
        var directory = Path.Combine(root, name);
        if (!Directory.Exists(directory)) return;
        Mounts.UnmountBelow(directory);
        Directory.Delete(directory);
    }

    /// <summary>Makes a file system on an empty device, and looks after one that is there.</summary>
    private async Task PrepareAsync(string device, string type, bool isReadOnly, CancellationToken cancellationToken)
    {
        var found = await commands.RunAsync("blkid", ["-p", "-s", "TYPE", "-s", "PTTYPE", "-o", "export", device], null, cancellationToken);
        if (found.ExitCode != NothingFound && !found.Succeeded) throw new VolumeException($"failed to get disk format of disk {device}: exit status {found.ExitCode}");
        if (found.Succeeded)
        {
            if (isReadOnly) return;
            var checkedDisk = await commands.RunAsync("fsck", ["-a", device], null, cancellationToken);
            if (checkedDisk.ExitCode == ErrorsLeft) throw new VolumeException($"'fsck' found errors on device {device} but could not correct them: {checkedDisk.Output}{checkedDisk.Error}");
            return;
        }
        if (isReadOnly) throw new VolumeException($"cannot mount unformatted disk {device} as we are manipulating it in read-only mode");
        string[] arguments = type switch
        {
            "ext3" or "ext4" => ["-F", "-m0", device],
            "xfs" => ["-f", device],
            _ => [device],
        };
        var made = await commands.RunAsync("mkfs." + type, arguments, null, cancellationToken);
        if (!made.Succeeded) throw new VolumeException($"format of disk \"{device}\" failed: type:(\"{type}\") errcode:(exit status {made.ExitCode}) output:({(made.Output + made.Error).TrimEnd()})");
    }
}
