using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>Gives containers parts of volumes: the part is found safely, held open, and bound to a place of its own from which the runtime mounts it.</summary>
internal sealed class SubPathMounts(PodFiles files)
{
    /// <summary>The place of a part of a volume; renewed with each start of the container.</summary>
    /// <param name="uid">The pod.</param>
    /// <param name="volume">The volume's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="index">Which of the container's mounts it is.</param>
    /// <param name="root">Where the volume lies.</param>
    /// <param name="subPath">The part.</param>
    /// <exception cref="IOException">It leads out of the volume, or can't be had.</exception>
    public string Bind(string uid, string volume, string container, int index, string root, string subPath)
    {
        using var source = SubPaths.Open(root, subPath);
        var target = files.SubPath(uid, volume, container, index);
        Mounts.Prepare(target, FileStatus.Of(source).Type is FileType.Directory);
        // Where nothing may be mounted, in a container without privileges, the name has to do.
        return Mounts.TryBind(source, target) ? target : NameOf(source);
    }

    /// <summary>The place of a volume, or of a part of it, that can't be written to, nor anything that is mounted in it; renewed with each start of the container.</summary>
    /// <exception cref="IOException">It can't be had.</exception>
    public string BindReadOnly(string uid, string volume, string container, int index, string source)
    {
        var target = files.SubPath(uid, volume, container, index) + "-readonly";
        Mounts.Prepare(target, FileStatus.Of(source)?.Type is FileType.Directory);
        Mounts.BindReadOnly(source, target);
        return target;
    }

    private static string NameOf(SafeFileHandle file) => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget!;
}
