using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Linux;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Client.Events;

namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>local</c>: a directory or a block device of the node that a persistent volume stands for; a device as such, or the file system on it.</summary>
internal sealed class LocalVolumes(LocalDevices devices, PodFiles files, KubeletEvents events) : IVolumePlugin
{
    private const string Kind = "kubernetes.io~local-volume";
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1E8; // 0750

    private readonly KeyedLocks locks = new();

    public string? KindOf(VolumeSpec volume) => volume.Persistent?.Spec.Local is null ? null : Kind;

    public async Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var path = volume.Persistent!.Spec.Local!.Path;
        if (FileStatus.Of(path) is not { } status) throw new VolumeException($"path \"{path}\" does not exist") { Operation = "MountVolume.NewMounter initialization" };
        if (volume.IsBlock)
        {
            if (status.Type is not FileType.BlockDevice) throw new VolumeException($"path \"{path}\" is not a block device") { Operation = "MapVolume.SetUpDevice", Reason = "FailedMapVolume" };
            return new MountedVolume(path, volume.IsReadOnly);
        }
        if (status.Type is not (FileType.Directory or FileType.BlockDevice)) throw new VolumeException("only directory and block device are supported") { Operation = "MountVolume.NewMounter initialization" };
        using var turn = await locks.EnterAsync(volume.Name, cancellationToken);
        var source = status.Type is FileType.Directory ? path : await devices.MountAsync(volume, cancellationToken);
        if (!Mounts.IsMountPoint(directory))
        {
            var isShared = IsUsed(volume.Name, directory);
            Directory.CreateDirectory(directory, DirectoryMode);
            if (!Mounts.TryBind(source, directory, volume.IsReadOnly)) return Made(source, volume);
            if (isShared) CompareGroups(volume, source);
            else if (!volume.IsReadOnly) VolumeOwnership.Apply(volume.Pod, directory, isReadOnly: false);
        }
        return Made(directory, volume);
    }

    public async Task UnmountAsync(string kind, string directory, CancellationToken cancellationToken)
    {
        if (kind != Kind) return;
        var name = Path.GetFileName(directory);
        using var turn = await locks.EnterAsync(name, cancellationToken);
        Mounts.UnmountBelow(directory);
        if (!IsUsed(name, directory)) devices.Unmount(name);
    }

    public async Task<bool> ReleaseUnusedAsync(CancellationToken cancellationToken)
    {
        foreach (var name in devices.Mounted)
        {
            using var turn = await locks.EnterAsync(name, cancellationToken);
            if (!IsUsed(name, "")) devices.Unmount(name);
        }
        return true;
    }

    private static MountedVolume Made(string path, VolumeSpec volume) => new(path, volume.IsReadOnly) { Measure = VolumeMeasure.FileSystem };

    /// <summary>True where a pod has a volume at another place than this one.</summary>
    private bool IsUsed(string name, string place) => Directory.Exists(files.Root)
        && Directory.EnumerateDirectories(files.Root).Select(pod => files.Volume(Path.GetFileName(pod), Kind, name)).Any(path => path != place && Mounts.IsMountPoint(path));

    /// <summary>The first pod's group stays: another one would take the files from under it.</summary>
    private void CompareGroups(VolumeSpec volume, string source)
    {
        if (volume.Pod.Spec.SecurityContext?.FsGroup is not { } wanted || FileStatus.Of(source) is not { } status || status.Group == wanted) return;
        events.Record(
            ObjectReferences.To(volume.Pod), EventTypes.Warning, "AlreadyMountedVolume", $"The requested fsGroup is {wanted}, but the volume {volume.Name} has GID {status.Group}. The volume may not be shareable.");
    }
}
