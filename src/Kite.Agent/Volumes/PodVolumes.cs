using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Linux;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Volumes;

/// <summary>Makes pods' volumes on the node, keeps those current that follow objects, and clears them away.</summary>
internal sealed partial class PodVolumes(PodFiles files, VolumeFiles contents, ServiceAccountTokens tokens, TimeProvider clock, ILogger<PodVolumes> logger)
{
    private const UnixFileMode PodMode = (UnixFileMode)0x1E8; // 0750
    private const UnixFileMode SharedMode = (UnixFileMode)0x1FF; // 0777
    private const UnixFileMode ProjectedMode = (UnixFileMode)0x3FF; // 1777

    /// <summary>True where a pod has volumes that follow objects.</summary>
    public static bool NeedsRefresh(Pod pod) => pod.Spec.Volumes.Any(volume => KindOf(volume) is not ("kubernetes.io~empty-dir" or "kubernetes.io~host-path"));

    /// <summary>Makes all volumes of a pod, and brings those up to date that exist.</summary>
    /// <exception cref="VolumeException">One of them can't be made now.</exception>
    public async Task MountAsync(Pod pod, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(files.Pod(pod.Metadata.Uid), PodMode);
        foreach (var volume in pod.Spec.Volumes)
        {
            try
            {
                await MountAsync(pod, volume, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new VolumeException(volume.Name, e.Message, e);
            }
        }
    }

    /// <summary>What a container mounts of a volume.</summary>
    /// <exception cref="VolumeException">There is no such volume, or the path leads out of it.</exception>
    public VolumeSource SourceOf(Pod pod, string name, string subPath)
    {
        var volume = pod.Spec.Volumes.FirstOrDefault(volume => volume.Name == name) ?? throw new VolumeException(name, $"volume \"{name}\" not found");
        var root = volume.HostPath is { } host ? host.Path : PathOf(pod, volume);
        var isReadOnly = volume.ConfigMap is not null || volume.Secret is not null || volume.Projected is not null || volume.DownwardAPI is not null;
        return new VolumeSource(subPath.Length == 0 ? root : SubPaths.Resolve(name, root, subPath), isReadOnly);
    }

    /// <summary>Removes all that a pod has on the node.</summary>
    public Task UnmountAsync(string uid, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        tokens.Forget(uid);
        var directory = files.Pod(uid);
        if (!Directory.Exists(directory)) return Task.CompletedTask;
        Mounts.UnmountBelow(directory);
        Directory.Delete(directory, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Removes what pods left behind that nobody knows any more.</summary>
    public void RemoveOrphans(Func<string, bool> isKnown)
    {
        if (!Directory.Exists(files.Root)) return;
        foreach (var directory in Directory.GetDirectories(files.Root))
        {
            var uid = Path.GetFileName(directory);
            if (isKnown(uid)) continue;
            try
            {
                Mounts.UnmountBelow(directory);
                Directory.Delete(directory, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.OrphanKept(logger, directory, e.Message);
            }
        }
    }

    private static string KindOf(Volume volume) => volume switch
    {
        { ConfigMap: not null } => "kubernetes.io~configmap",
        { Secret: not null } => "kubernetes.io~secret",
        { Projected: not null } => "kubernetes.io~projected",
        { DownwardAPI: not null } => "kubernetes.io~downward-api",
        { HostPath: not null } => "kubernetes.io~host-path",
        { EmptyDir: not null } => "kubernetes.io~empty-dir",
        _ => "",
    };

    private string PathOf(Pod pod, Volume volume) => files.Volume(pod.Metadata.Uid, KindOf(volume), volume.Name);

    private async Task MountAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volume.HostPath is { } host)
        {
            HostPaths.Ensure(volume.Name, host);
            return;
        }
        if (KindOf(volume).Length == 0) throw new VolumeException(volume.Name, "no volume plugin matched");
        var group = (uint?)pod.Spec.SecurityContext?.FsGroup;
        var path = PathOf(pod, volume);
        if (await contents.OfAsync(pod, volume, cancellationToken) is { } projected)
        {
            if (!Directory.Exists(path)) Directory.CreateDirectory(path, SharedMode);
            // Secrets belong into memory; where the kernel refuses (an unprivileged container), they are on disk, for root only by their directory.
            if (volume.ConfigMap is null && Mounts.TryMountMemory(path, null)) File.SetUnixFileMode(path, ProjectedMode);
            new AtomicDirectory(path, clock).Write(projected, group);
        }
        else
        {
            MountEmpty(volume, path, group);
        }
    }

    private static void MountEmpty(Volume volume, string path, uint? group)
    {
        if (Directory.Exists(path)) return;
        Directory.CreateDirectory(path);
        if (volume.EmptyDir!.Medium == "Memory" && !Mounts.TryMountMemory(path, volume.EmptyDir.SizeLimit is { IsZero: false } limit ? limit.Value : null))
            throw new VolumeException(volume.Name, "can't mount a file system in memory");
        // The mode that Create was given is cut by the process' umask.
        File.SetUnixFileMode(path, group is null ? SharedMode : SharedMode | UnixFileMode.SetGroup);
        if (group is { } owner) SystemCalls.ChangeOwner(path, 0, owner);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The directory {Directory} of a pod that is no more could not be removed: {Error}")]
        public static partial void OrphanKept(ILogger logger, string directory, string error);
    }
}
