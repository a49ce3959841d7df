using Kite.Agent.Linux;

namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>local</c>: a directory or a block device of the node that a persistent volume stands for.</summary>
internal sealed class LocalVolumes : IVolumePlugin
{
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1E8; // 0750

    public string? KindOf(VolumeSpec volume) => volume.Persistent?.Spec.Local is null ? null : "kubernetes.io~local-volume";

    public Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var path = volume.Persistent!.Spec.Local!.Path;
        if (FileStatus.Of(path) is not { } status) throw new VolumeException($"path \"{path}\" does not exist") { Operation = "MountVolume.NewMounter initialization" };
        if (volume.IsBlock)
        {
            if (status.Type is not FileType.BlockDevice) throw new VolumeException($"path \"{path}\" is not a block device") { Operation = "MapVolume.SetUpDevice", Reason = "FailedMapVolume" };
            return Task.FromResult(new MountedVolume(path, volume.IsReadOnly));
        }
        if (status.Type is not FileType.Directory) throw new VolumeException($"path \"{path}\" is not a directory");
        if (!Mounts.IsMountPoint(directory))
        {
            Directory.CreateDirectory(directory, DirectoryMode);
            if (!Mounts.TryBind(path, directory, volume.IsReadOnly)) return Task.FromResult(new MountedVolume(path, volume.IsReadOnly));
            if (!volume.IsReadOnly) VolumeOwnership.Apply(volume.Pod, directory, isReadOnly: false);
        }
        return Task.FromResult(new MountedVolume(directory, volume.IsReadOnly));
    }
}
