namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>hostPath</c>: a path of the node, as it is.</summary>
internal sealed class HostDirectories : IVolumePlugin
{
    public string? KindOf(VolumeSpec volume) => volume.HostPath is null ? null : "kubernetes.io~host-path";

    public Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        HostPaths.Ensure(volume.HostPath!);
        return Task.FromResult(new MountedVolume(volume.HostPath!.Path, volume.IsReadOnly));
    }
}
