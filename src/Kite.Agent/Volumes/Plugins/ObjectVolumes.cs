using Kite.Agent.Volumes.Usage;

namespace Kite.Agent.Volumes.Plugins;

/// <summary>Volumes made from objects: ConfigMap, Secret, downward API and projections of several; their files change together with the objects.</summary>
internal sealed class ObjectVolumes(VolumeFiles contents, ServiceAccountTokens tokens, TimeProvider clock) : IVolumePlugin
{
    private const UnixFileMode SharedMode = (UnixFileMode)0x1FF; // 0777
    private const UnixFileMode StickyMode = (UnixFileMode)0x3FF; // 1777

    public string? KindOf(VolumeSpec volume) => volume.Volume switch
    {
        { ConfigMap: not null } => "kubernetes.io~configmap",
        { Secret: not null } => "kubernetes.io~secret",
        { Projected: not null } => "kubernetes.io~projected",
        { DownwardAPI: not null } => "kubernetes.io~downward-api",
        _ => null,
    };

    public async Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var files = await contents.OfAsync(volume.Pod, volume.Volume, cancellationToken);
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            File.SetUnixFileMode(directory, SharedMode);
        }
        // Secrets belong into memory; where the kernel refuses (an unprivileged container), they are on disk, for root only by their directory.
        if (volume.Volume.ConfigMap is null && !Mounts.IsMountPoint(directory) && Mounts.TryMountMemory(directory, null)) File.SetUnixFileMode(directory, StickyMode);
        new AtomicDirectory(directory, clock).Write(files, next => VolumeOwnership.Apply(volume.Pod, next, isReadOnly: true));
        return new MountedVolume(directory, IsReadOnly: true, FollowsObjects: true, tokens.RefreshAfter(volume.Pod.Metadata.Uid, volume.Volume)) { Measure = VolumeMeasure.Files };
    }
}
