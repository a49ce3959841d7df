using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Settings;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>Makes pods' volumes on the node, keeps those current that follow objects, and clears them away.</summary>
internal sealed partial class PodVolumes(
    PodFiles files, IEnumerable<IVolumePlugin> plugins, ClaimedVolumes claims, SubPathMounts subPaths, PodSecrets secrets, TimeProvider clock, ILogger<PodVolumes> logger)
{
    private const UnixFileMode PodMode = (UnixFileMode)0x1E8; // 0750
    private static readonly TimeSpan FirstOrphanRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestOrphanRetry = TimeSpan.FromMinutes(2);

    private readonly IVolumePlugin[] plugins = [.. plugins];
    private readonly ConcurrentDictionary<string, PodMounts> mounted = new(StringComparer.Ordinal);

    /// <summary>Calls back with the uid of a pod whose volumes are to be made again; to be called before there are pods.</summary>
    public void OnChange(Action<string> observer) => secrets.Objects.OnChange(uid =>
    {
        if (!mounted.TryGetValue(uid, out var volumes)) return;
        volumes.Invalidate();
        observer(uid);
    });

    /// <summary>Says that all volumes are to be made again from what they follow.</summary>
    public void Invalidate()
    {
        foreach (var volumes in mounted.Values) volumes.Invalidate();
    }

    /// <summary>When a pod's volumes are to be made again from what they follow; null where nothing is a reason to.</summary>
    public DateTimeOffset? RefreshDue(Pod pod) =>
        mounted.TryGetValue(pod.Metadata.Uid, out var volumes) ? volumes.DueAt(pod) : pod.Spec.Volumes.Count > 0 ? DateTimeOffset.MinValue : null;

    /// <summary>Makes all volumes of a pod that aren't there, and brings those up to date that follow objects.</summary>
    /// <returns>What failed; each is worth an event on the pod, and another attempt. Nothing where the pod may start.</returns>
    public async Task<IReadOnlyList<VolumeFailure>> MountAsync(Pod pod, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(files.Pod(pod.Metadata.Uid), PodMode);
        var mounts = mounted.GetOrAdd(pod.Metadata.Uid, _ => new PodMounts());
        mounts.Begin(pod, clock.GetUtcNow());
        var volumes = mounts.Volumes;
        var due = pod.Spec.Volumes.Where(volume => volume.Image is null && !(volumes.TryGetValue(volume.Name, out var known) && !known.FollowsObjects));
        var outcomes = await Task.WhenAll(due.Select(volume => MountAsync(pod, volume, volumes, cancellationToken)));
        return [.. outcomes.OfType<VolumeFailure>()];
    }

    /// <summary>What a container mounts of a volume.</summary>
    /// <param name="pod">The pod, whose volumes are made.</param>
    /// <param name="container">The container.</param>
    /// <param name="index">Which of the container's mounts.</param>
    /// <param name="subPath">The part of the volume; empty for all of it.</param>
    /// <exception cref="VolumeException">There is no such volume, or the path leads out of it.</exception>
    public MountedVolume SourceOf(Pod pod, Container container, int index, string subPath)
    {
        var mount = container.VolumeMounts[index];
        var volume = Find(pod, mount.Name);
        if (subPath.Length == 0) return volume;
        try
        {
            SubPaths.Check(subPath);
        }
        catch (IOException e)
        {
            throw new VolumeException(e.Message, e);
        }
        try
        {
            return volume with { Path = subPaths.Bind(pod.Metadata.Uid, mount.Name, container.Name, index, volume.Path, subPath) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SubPathRefused(logger, mount.Name, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
            throw new VolumeException($"failed to prepare subPath for volumeMount \"{mount.Name}\" of container \"{container.Name}\"", e);
        }
    }

    /// <summary>As <see cref="SourceOf"/>, with all that is mounted in the volume read-only too.</summary>
    /// <exception cref="VolumeException">It can't be had.</exception>
    public MountedVolume ReadOnlySourceOf(Pod pod, Container container, int index, string subPath)
    {
        var source = SourceOf(pod, container, index, subPath);
        try
        {
            return source with { Path = subPaths.BindReadOnly(pod.Metadata.Uid, container.VolumeMounts[index].Name, container.Name, index, source.Path), IsReadOnly = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VolumeException($"failed to resolve recursive read-only mode: {e.Message}", e);
        }
    }

    /// <summary>Holds a file of a volume open, as a place: to be read by way of <c>/proc/self/fd</c>.</summary>
    /// <exception cref="VolumeException">There is no such volume or file, or the path leads out of the volume.</exception>
    public SafeFileHandle Open(Pod pod, string name, string path)
    {
        try
        {
            SubPaths.Check(path);
            return SubPaths.Open(Find(pod, name).Path, path, makeDirectories: false);
        }
        catch (IOException e)
        {
            throw new VolumeException(e.Message, e);
        }
    }

    /// <summary>The device that a container gets of a volume.</summary>
    /// <exception cref="VolumeException">There is no such volume.</exception>
    public MountedVolume DeviceOf(Pod pod, string name) => TryFind(pod, name) ?? throw new VolumeException($"cannot find volume \"{name}\" to pass into container");

    /// <summary>A volume of a pod that is made; null where it isn't.</summary>
    public MountedVolume? TryFind(Pod pod, string name) => mounted.TryGetValue(pod.Metadata.Uid, out var mounts) ? mounts.Volumes.GetValueOrDefault(name) : null;

    /// <summary>Removes all that a pod has on the node.</summary>
    /// <exception cref="VolumeException">A volume can't be given back now; to be tried again.</exception>
    /// <exception cref="IOException">Something is still mounted or can't be removed; to be tried again.</exception>
    public async Task UnmountAsync(string uid, CancellationToken cancellationToken)
    {
        secrets.Forget(uid);
        mounted.TryRemove(uid, out _);
        var directory = files.Pod(uid);
        if (!Directory.Exists(directory)) return;
        // What containers had of volumes keeps the volumes busy.
        Mounts.UnmountBelow(files.ContainerMounts(uid));
        Mounts.UnmountBelow(files.SubPaths(uid));
        foreach (var (kind, volume) in VolumesOf(directory))
            foreach (var plugin in plugins) await plugin.UnmountAsync(kind, volume, cancellationToken);
        Mounts.UnmountBelow(directory);
        SafeDirectories.Remove(directory);
    }

    /// <summary>Removes what pods left behind that nobody knows any more; comes back when all of it is gone.</summary>
    public async Task RemoveOrphansAsync(Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        var orphans = (Directory.Exists(files.Root) ? Directory.GetDirectories(files.Root) : []).Select(path => Path.GetFileName(path)!).Where(uid => !isKnown(uid)).ToList();
        for (var wait = FirstOrphanRetry; ; wait = wait * 2 < LongestOrphanRetry ? wait * 2 : LongestOrphanRetry)
        {
            foreach (var uid in orphans.ToArray())
            {
                try
                {
                    await UnmountAsync(uid, cancellationToken);
                    orphans.Remove(uid);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or VolumeException)
                {
                    Log.OrphanKept(logger, files.Pod(uid), e.Message);
                }
            }
            var isReleased = true;
            foreach (var plugin in plugins) isReleased &= await plugin.ReleaseUnusedAsync(cancellationToken);
            if (orphans.Count == 0 && isReleased) return;
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private static (string Kind, string Path)[] VolumesOf(string podDirectory)
    {
        return PodFiles.VolumeDirectories.Select(name => new DirectoryInfo(Path.Combine(podDirectory, name))).Where(root => root.Exists)
            .SelectMany(root => root.EnumerateDirectories()).SelectMany(kind => kind.EnumerateDirectories().Select(volume => (Kind: kind.Name, Path: volume.FullName))).ToArray();
    }

    private MountedVolume Find(Pod pod, string name) => TryFind(pod, name) ?? throw new VolumeException($"cannot find volume \"{name}\" to mount into container");

    private async Task<VolumeFailure?> MountAsync(Pod pod, Volume volume, ConcurrentDictionary<string, MountedVolume> volumes, CancellationToken cancellationToken)
    {
        var spec = new VolumeSpec(pod, volume);
        try
        {
            spec = await claims.ResolveAsync(pod, volume, cancellationToken);
            VolumeModes.Check(spec);
            foreach (var plugin in plugins)
            {
                if (plugin.KindOf(spec) is not { } kind) continue;
                var directory = spec.IsBlock ? files.Device(pod.Metadata.Uid, kind, spec.Name) : files.Volume(pod.Metadata.Uid, kind, spec.Name);
                volumes[volume.Name] = await plugin.MountAsync(spec, directory, cancellationToken);
                return null;
            }
            throw new VolumeException("no volume plugin matched") { Operation = "" };
        }
        catch (VolumeException e)
        {
            return new VolumeFailure(e.Reason, e.IsWhole ? e.Message : e.Operation.Length == 0 ? Unprocessed(volume.Name, e.Message) : $"{e.Operation} failed for volume \"{spec.Name}\" : {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ApiStatusException or HttpRequestException)
        {
            return new VolumeFailure("FailedMount", $"MountVolume.SetUp failed for volume \"{spec.Name}\" : {e.Message}");
        }
    }

    private static string Unprocessed(string name, string message) =>
        $"Unable to attach or mount volumes: unmounted volumes=[{name}], unattached volumes=[], failed to process volumes=[{name}]: {message}";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The directory {Directory} of a pod that is no more could not be removed: {Error}")]
        public static partial void OrphanKept(ILogger logger, string directory, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The subPath of volume {Volume} in pod {Namespace}/{Name} was refused: {Error}")]
        public static partial void SubPathRefused(ILogger logger, string volume, string @namespace, string name, string error);
    }
}
